using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.MarketData;
using Trading.Messages;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Backtesting;
using Trading.Runtime.Tests.Redis;
using static Trading.Runtime.Tests.Backtesting.ScriptedStrategy;
using DeskView = Trading.Runtime.Desks.DeskView;

namespace Trading.Runtime.Tests.Desks;

/// <summary>A whole desk in one process, with its memory in a real Redis.</summary>
[Collection<RedisCollection>]
public sealed class SharedDeskTests(SharedRedis redis) : IDisposable
{
    private static readonly ImmutableArray<Bar> Day = Replay.Minutes(
        "100 101 99 100", "101 103 100 102", "102 104 101 103", "105 106 104 105", "105 106 104 106", "106 107 105 106", "106 107 90 95", "95 96 94 95", "95 96 94 96", "96 97 95 96");

    private DeskHouse _house = NewHouse();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_desk_over_Redis_trades_as_a_local_desk_does()
    {
        var (local, trades, _) = await _house.RunAsync();
        var fills = await _house.FillsAsync();
        _house.Dispose();
        _house = NewHouse();

        var view = await RunAsync(NewMemory(), "one", int.MaxValue);

        Assert.Equal((0, 0, 0, "Active"), (view.Waiting, view.DeadLetters, view.Orders.Count, view.State));
        Assert.Equal(fills, await _house.FillsAsync());
        Assert.Equal(local.Cash, view.Cash);
        Assert.Equal(trades.Select(trade => (trade.Id.Value, trade.State.ToString(), trade.ProfitAndLoss)), view.Trades.Select(trade => (trade.Id, trade.State, trade.Result)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task What_a_desk_that_is_gone_has_left_another_goes_on_with(int rounds)
    {
        var (local, _, _) = await _house.RunAsync();
        var fills = await _house.FillsAsync();
        _house.Dispose();
        _house = NewHouse();
        var memory = NewMemory();
        await RunAsync(memory, "one", rounds);
        // It had just taken a message when it died.
        await memory.Bus.PublishAsync(Message.First(MessageId.From("asked"), EventNames.QuoteRequested, "test", Replay.Open, "AAPL", Scope.OfMarket("AAPL"), new QuoteRequested("AAPL")), CancellationToken.None);
        Assert.Single(await memory.Inboxes.TakeNewAsync("marketdata", "one", 10, CancellationToken.None));

        var view = await RunAsync(memory, "two", int.MaxValue);

        Assert.Equal((0, 0, 0, "Active"), (view.Waiting, view.DeadLetters, view.Orders.Count, view.State));
        Assert.Equal(fills, await _house.FillsAsync());
        Assert.Equal(local.Cash, view.Cash);
    }

    [Fact]
    public async Task A_desk_over_Redis_is_halted_resumed_and_flattened()
    {
        var memory = NewMemory();
        await _house.RunSharedAsync(memory, "one", 1, async desk =>
        {
            Assert.Equal("Halted", await StateAfterAsync(desk, EventNames.HaltRequested, new HaltRequested(TradingState.Halted, Flatten: false, "a test")));
        });
        await _house.RunSharedAsync(memory, "two", 1, async desk =>
        {
            Assert.Equal("Halted", (await desk.ViewAsync(CancellationToken.None)).State);
            Assert.Equal("Active", await StateAfterAsync(desk, EventNames.ResumeRequested, new ResumeRequested("a test")));
        });
        await _house.RunSharedAsync(memory, "three", 4, async desk =>
        {
            Assert.Contains((await desk.ViewAsync(CancellationToken.None)).Trades, trade => trade.Held == 100);
            Assert.Equal("Halted", await StateAfterAsync(desk, EventNames.HaltRequested, new HaltRequested(TradingState.Halted, Flatten: true, "a test")));
        });
        var view = await RunAsync(memory, "four", int.MaxValue);
        Assert.Equal("Halted", view.State);
        Assert.All(view.Trades, trade => Assert.Equal(0, trade.Held));
    }

    [Fact]
    public async Task Other_copies_that_are_faster_each_time_do_not_end_a_desk()
    {
        await _house.RunSharedAsync(NewMemory(), "one", 1, desk =>
        {
            Assert.True(desk.IsAway(new StepConflictException("changed 20 times")));
            Assert.False(desk.IsAway(new InvalidOperationException("a defect")));
            return Task.CompletedTask;
        });
    }

    private static DeskHouse NewHouse() => new(Day, (i, bar) => i switch { 0 => Enter(bar, stop: "90"), 2 => Leave(bar), 4 => Enter(bar, stop: "98"), _ => null });

    private static async Task<string> StateAfterAsync(SharedDesk desk, EventName name, Payload data)
    {
        await desk.SayAsync(name, Scope.Desk, "desk", data, CancellationToken.None);
        await desk.RunUntilQuietAsync(CancellationToken.None);
        return (await desk.ViewAsync(CancellationToken.None)).State;
    }

    private RedisDesk NewMemory() =>
        new(redis.Connection, new RedisKeys($"t{Guid.NewGuid():n}"[..32]), RedisDeliveryOptions.Default, TimeProvider.System, NullLoggerFactory.Instance);

    private async Task<DeskView> RunAsync(RedisDesk memory, string consumer, int mostRounds)
    {
        DeskView? view = null;
        await _house.RunSharedAsync(memory, consumer, mostRounds, async desk =>
        {
            if (mostRounds == int.MaxValue) await Until.TrueAsync(async () => (view = await SettledAsync(desk)) is { Waiting: 0 });
            else view = await desk.ViewAsync(CancellationToken.None);
        });
        return view!;
    }

    private static async Task<DeskView> SettledAsync(SharedDesk desk)
    {
        await desk.TickAsync(CancellationToken.None);
        return await desk.ViewAsync(CancellationToken.None);
    }
}
