using Trading.Messages;

namespace Trading.Reconciliation;

/// <summary>The desk and its broker do not agree; what is done about it is in the code.</summary>
/// <param name="Halts">Whether trading halts until a person has looked.</param>
public sealed record DifferenceFound(DifferenceCode Code, string Detail, bool Halts) : Payload;
