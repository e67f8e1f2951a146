using Trading.Risk;
using TradingFunctions.Halts;

namespace TradingFunctions.Tests.Halts;

public sealed class TradingStateEntityTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);

    private readonly Operated<TradingStateEntity> _entity = new(() => new TradingStateEntity());

    [Fact]
    public async Task The_newest_order_of_a_person_holds_whichever_arrives_last()
    {
        Assert.Equal(TradingState.Active, (await GetAsync()).State);

        await _entity.RunAsync("Set", new HaltRecord(TradingState.Halted, "the feed looks wrong", Now));
        await _entity.RunAsync("Set", new HaltRecord(TradingState.Active, "an older word", Now.AddSeconds(-1)));
        Assert.Equal((TradingState.Halted, "the feed looks wrong"), ((await GetAsync()).State, (await GetAsync()).Reason));

        await _entity.RunAsync("Set", new HaltRecord(TradingState.Active, "the feed is back", Now.AddSeconds(1)));
        Assert.Equal(TradingState.Active, (await GetAsync()).State);
    }

    private async Task<HaltRecord> GetAsync() => (await _entity.RunAsync<HaltRecord>("Get"))!;
}
