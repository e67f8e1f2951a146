namespace Trading.Orders;

/// <summary>The broker, the exchange or the desk's own gate refused the order.</summary>
/// <param name="Code">A stable code of ours (<see cref="RejectionCodes"/>) or the broker's own.</param>
public sealed record OrderRejected(OrderId OrderId, string Code, string Reason) : OrderEvent(OrderId);
