using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>Why an order is not taken: a stable code (<see cref="RejectionCodes"/>) and the words for a person.</summary>
public sealed record Refusal(string Code, string Reason);
