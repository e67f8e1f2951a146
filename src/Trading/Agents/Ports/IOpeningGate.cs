using Trading.Messages;

namespace Trading.Agents.Ports;

/// <summary>The last look before an order that opens a position goes out: is the scope still trading?</summary>
public interface IOpeningGate
{
    /// <summary>Why nothing new may be sent in the scope, or null when it may.</summary>
    ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation);
}
