using System.Collections.Immutable;
using Trading.Agents;
using Trading.MarketData;

namespace Trading.Runtime.Redis;

/// <summary>The tick of a market data agent on a live source: the bars that ended since the last that was told.</summary>
/// <remarks>
/// A source may know a bar only some time after it ended, so each tick asks again for two bars' time, save for what was told
/// before. What a tick says that is not committed was not told.
/// </remarks>
internal sealed class BarPoll(ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched)
{
    private const int BarsBack = 2;

    private readonly DateTimeOffset[] _told = new DateTimeOffset[watched.Length];
    private readonly DateTimeOffset[] _said = new DateTimeOffset[watched.Length];
    private DateTimeOffset _saidAt;

    public async ValueTask PollAsync(IAgent agent, Outbox outbox, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var marketData = (MarketDataAgent)agent;
        // The next tick begins where the last that was committed ended.
        if (from == _saidAt) _said.CopyTo(_told, 0);
        else _told.CopyTo(_said, 0);
        marketData.PollSession(from, to, outbox);
        for (var i = 0; i < watched.Length; i++)
        {
            var back = from - BarsBack * watched[i].Period.Length;
            var before = outbox.Messages.Count;
            await marketData.PollAsync(i, back > _told[i] ? back : _told[i], to, outbox, cancellation);
            if (outbox.Messages.Count > before && outbox.Messages[^1].Data is BarsReceived { Bars: [.., var newest] }) _said[i] = newest.End;
        }
        _saidAt = to;
    }
}
