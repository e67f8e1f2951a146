using Microsoft.DurableTask.Entities;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;
using TradingFunctions.Brokers;
using TradingFunctions.Reconciling;

namespace TradingFunctions.Halts;

/// <summary>The last look before an opening order: whether the account is the one configured and agrees with the desk, what a person ordered, and what the portfolio says.</summary>
public sealed class EntityOpeningGate(IStateStore store, DeskClient clients, AccountCheck account, ReconciledMark reconciled) : IOpeningGate
{
    private readonly PortfolioOpeningGate _portfolio = new(store);

    public async ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation)
    {
        if (account.Problem is { } problem) return problem;
        if (!await reconciled.IsSetAsync()) return "the desk and the broker have not been reconciled since this instance began";
        var id = new EntityInstanceId(nameof(TradingStateEntity), scope.Account);
        var ordered = await clients.Current.Entities.GetEntityAsync<HaltRecord>(id, cancellation);
        return ordered is { State: { State: not TradingState.Active } halt }
            ? $"{halt.State} by hand since {halt.Since:u}: {halt.Reason}"
            : await _portfolio.ClosedBecauseAsync(scope, cancellation);
    }
}
