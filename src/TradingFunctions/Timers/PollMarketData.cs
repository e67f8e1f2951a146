using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Trading.Agents;
using Trading.Messages;
using TradingFunctions.Delivery;

namespace TradingFunctions.Timers;

/// <summary>Brings new bars and the parts of the trading day to the desk.</summary>
/// <remarks>Begins where the last tick that succeeded ended. Bars that come late are found by <see cref="PolledBars"/>.</remarks>
public sealed class PollMarketData(DeskAgents agents, PollMark mark, DeskClient clients, TimeProvider clock)
{
    [Function(nameof(PollMarketData))]
    public async Task RunAsync([TimerTrigger("%PollSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (timer.IsPastDue) return;
        clients.Use(client);
        var to = clock.GetUtcNow();
        var from = mark.From(to);
        mark.Begin();
        await agents.Polls.TickAsync(
            MessageId.From("poll", to.UtcTicks), (agent, outbox) => ((MarketDataAgent)agent).PollAsync(from, to, outbox, cancellation), cancellation);
        mark.MoveTo(to);
    }
}
