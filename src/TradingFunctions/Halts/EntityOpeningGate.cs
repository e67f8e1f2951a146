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
        // An order waits for these, so they are asked at once; the portfolio's store keeps books of its step and is asked by one at a time.
        var halt = clients.Current.Entities.GetEntityAsync<HaltRecord>(new EntityInstanceId(nameof(TradingStateEntity), scope.Account), cancellation);
        var agreed = reconciled.IsSetAsync();
        var closed = await _portfolio.ClosedBecauseAsync(scope, cancellation);
        if (!await agreed) return "the desk and the broker have not been reconciled since this instance began";
        return await halt is { State: { State: not TradingState.Active } ordered }
            ? $"{ordered.State} by hand since {ordered.Since:u}: {ordered.Reason}"
            : closed;
    }
}
