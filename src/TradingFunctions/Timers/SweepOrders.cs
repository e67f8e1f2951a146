using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Trading.Agents;
using Trading.Messages;
using TradingFunctions.Delivery;

namespace TradingFunctions.Timers;

/// <summary>Asks the broker how orders stand, and finds the news that a stream missed.</summary>
public sealed class SweepOrders(DeskAgents agents, DeskSettings settings, DeskClient clients, TimeProvider clock)
{
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(1);

    [Function(nameof(SweepOrders))]
    public async Task RunAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (timer.IsPastDue) return;
        clients.Use(client);
        var now = clock.GetUtcNow();
        await agents.Orders.TickAsync(
            MessageId.From("sweep", now.UtcTicks),
            async (agent, outbox) => await ((OrderExecutionAgent)agent).SweepAsync(settings.Desk.Account, now - LookBack, outbox, cancellation), cancellation);
    }
}
