using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;

namespace Trading.Agents;

/// <summary>The last look before an opening order goes out: the trading states in the account's portfolio.</summary>
public sealed class PortfolioOpeningGate(IStateStore store) : IOpeningGate
{
    /// <inheritdoc/>
    public async ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation)
    {
        var stored = await store.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, scope.Account), cancellation);
        return (stored.Value ?? Portfolio.Unknown(scope.Account)).ClosedBecause(scope);
    }
}
