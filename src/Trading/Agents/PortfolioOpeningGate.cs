using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;

namespace Trading.Agents;

/// <summary>The last look before an opening order goes out: the trading states in the account's portfolio.</summary>
public sealed class PortfolioOpeningGate(IStateStore store) : IOpeningGate
{
    private readonly PortfolioStore _portfolios = new(store);

    /// <inheritdoc/>
    public async ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation) =>
        ((await _portfolios.LoadAsync(scope.Account, cancellation)).Value ?? Portfolio.Unknown(scope.Account)).ClosedBecause(scope);
}
