using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Reconciliation;
using TradingFunctions.Delivery;
using TradingFunctions.Halts;
using TradingFunctions.Lifecycles;
using TradingFunctions.Metrics;
using TradingFunctions.Reconciling;

namespace TradingFunctions.Timers;

/// <summary>Makes the desk and its broker agree, and marks the portfolio to the market. The first time opens the account for trading.</summary>
public sealed class ReconcileAccount(
    AccountReconciliation reconciliation, LifecycleHost host, ReconciledMark mark, DeskAgents agents, IStepStore steps, DeskSettings settings, DeskClient clients, DeskMetrics metrics, TimeProvider clock)
{
    [Function(nameof(ReconcileAccount))]
    public async Task RunAsync(
        [TimerTrigger("%ReconcileSchedule%", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        var began = clock.GetUtcNow();
        if (await host.ProblemAsync() is not null) return; // what those trades hold is not known here
        if (!await reconciliation.RunAsync(cancellation)) return; // the next run asks again
        if ((await steps.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, settings.Desk.Account), cancellation)).Value is { } portfolio) metrics.Saw(portfolio);
        await HaltAgainAsync(client, cancellation);
        await mark.SetAsync(began);
    }

    /// <summary>What a person ordered holds, though the portfolio that was told of it is gone.</summary>
    private async Task HaltAgainAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var account = settings.Desk.Account;
        var entity = await client.Entities.GetEntityAsync<HaltRecord>(new EntityInstanceId(nameof(TradingStateEntity), account), cancellation);
        if (entity is not { State: { State: not TradingState.Active } ordered }) return;
        var scope = Scope.OfAccount(account);
        var portfolio = (await steps.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, account), cancellation)).Value;
        if (portfolio is null || portfolio.StateFor(scope) != TradingState.Active) return;
        var halt = Message.First(
            MessageId.From($"{EventNames.HaltRequested}/{account}", ordered.Since.UtcTicks), EventNames.HaltRequested, AgentNames.Watchers, ordered.Since, account, scope,
            new HaltRequested(ordered.State, Flatten: false, ordered.Reason));
        await agents.Risk.TickAsync(halt.Id, (agent, outbox) => agent.HandleAsync(halt, outbox, cancellation), cancellation);
    }
}
