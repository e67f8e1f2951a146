using Trading.Agents.Ports;
using Trading.Messages;

namespace Trading.Runtime.Desks;

/// <summary>Lets nothing open before the desk and its broker agree.</summary>
public sealed class ReconciledGate(IOpeningGate then) : IOpeningGate
{
    private volatile bool _isOpen;

    public bool IsOpen => _isOpen;

    public void Open() => _isOpen = true;

    public ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation) =>
        _isOpen ? then.ClosedBecauseAsync(scope, cancellation) : new("the desk and the broker have not been reconciled");
}
