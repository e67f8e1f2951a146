using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using TradingFunctions.Delivery;

namespace TradingFunctions.Timers;

/// <summary>Takes the account over as its broker has it, and marks the portfolio to the market. The first time opens it for trading.</summary>
public sealed class ReconcileAccount(DeskAgents agents, IBroker broker, DeskSettings settings, DeskClient clients, TimeProvider clock)
{
    [Function(nameof(ReconcileAccount))]
    public async Task RunAsync(
        [TimerTrigger("%ReconcileSchedule%", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        var answer = await broker.AccountAsync(cancellation);
        if (answer.Value is not { } account) return; // the next run asks again
        await agents.Risk.TickAsync(
            MessageId.From("reconcile", clock.GetUtcNow().UtcTicks),
            async (agent, outbox) =>
            {
                var risk = (RiskManagementAgent)agent;
                await risk.SetAccountAsync(settings.Desk.Account, account, outbox, cancellation);
                await risk.EvaluateAsync(outbox, cancellation);
            },
            cancellation);
    }
}
