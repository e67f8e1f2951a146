using Microsoft.Azure.Functions.Worker;
using Trading.Agents;
using Trading.Messages;
using TradingFunctions.Delivery;

namespace TradingFunctions.Timers;

/// <summary>Brings new bars and the parts of the trading day to the desk.</summary>
/// <remarks>Looks back a little further than the last look: a bar that was told before is known by its id.</remarks>
public sealed class PollMarketData(DeskAgents agents, TimeProvider clock)
{
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(2);
    private DateTimeOffset _polledTo;

    [Function(nameof(PollMarketData))]
    public async Task RunAsync([TimerTrigger("%PollSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        if (timer.IsPastDue) return;
        var to = clock.GetUtcNow();
        var from = _polledTo == default ? to - LookBack : _polledTo;
        await agents.MarketData.TickAsync(
            MessageId.From("poll", to.UtcTicks), (agent, outbox) => ((MarketDataAgent)agent).PollAsync(from, to, outbox, cancellation), cancellation);
        _polledTo = to;
    }
}
