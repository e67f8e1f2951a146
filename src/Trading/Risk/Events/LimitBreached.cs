using Trading.Messages;

namespace Trading.Risk;

/// <summary>A limit of the portfolio tripped. The evidence is enough to decide again and get the same.</summary>
/// <param name="Measured">What was measured, in the limit's own unit.</param>
/// <param name="Allowed">What is allowed, in the same unit.</param>
public sealed record LimitBreached(DenialCode Code, decimal Measured, decimal Allowed, string Evidence) : Payload;
