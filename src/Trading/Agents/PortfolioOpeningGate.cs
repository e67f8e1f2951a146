using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;

namespace Trading.Agents;

/// <summary>The last look before an opening order goes out: the trading states in the account's portfolio.</summary>
public sealed class PortfolioOpeningGate(IStateStore store) : IOpeningGate
{
    private readonly PortfolioStore _portfolios = new(store);

    /// <inheritdoc/>
    public ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation)
    {
        var loading = _portfolios.LoadAsync(scope.Account, cancellation);
        return loading.IsCompletedSuccessfully ? new(ClosedBecause(loading.Result, scope)) : FinishAsync(loading, scope);
    }

    private static async ValueTask<string?> FinishAsync(ValueTask<Versioned<Portfolio>> loading, Scope scope) => ClosedBecause(await loading, scope);

    private static string? ClosedBecause(in Versioned<Portfolio> stored, Scope scope) =>
        (stored.Value ?? Portfolio.Unknown(scope.Account)).ClosedBecause(scope);
}
