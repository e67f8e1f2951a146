using Microsoft.DurableTask.Entities;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;

namespace TradingFunctions.Halts;

/// <summary>The last look before an opening order: what a person ordered, and then what the portfolio says.</summary>
public sealed class EntityOpeningGate(IStateStore store, DeskClient clients) : IOpeningGate
{
    private readonly PortfolioOpeningGate _portfolio = new(store);

    public async ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation)
    {
        var id = new EntityInstanceId(nameof(TradingStateEntity), scope.Account);
        var ordered = await clients.Current.Entities.GetEntityAsync<HaltRecord>(id, cancellation);
        return ordered is { State: { State: not TradingState.Active } halt }
            ? $"{halt.State} by hand since {halt.Since:u}: {halt.Reason}"
            : await _portfolio.ClosedBecauseAsync(scope, cancellation);
    }
}
