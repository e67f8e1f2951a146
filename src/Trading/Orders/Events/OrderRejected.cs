namespace Trading.Orders;

/// <summary>The broker, the exchange or the desk's own gate refused the order, or a replacement of it that is not worked yet.</summary>
/// <param name="Code">A stable code of ours (<see cref="RejectionCodes"/>) or the broker's own.</param>
/// <param name="BrokerOrderId">The broker's id of what it took and then refused; null when an attempt to send it was refused.</param>
/// <param name="Replacement">The number of the replacement that the refused client order id carries; zero for none.</param>
public sealed record OrderRejected(OrderId OrderId, string Code, string Reason, string? BrokerOrderId = null, int Replacement = 0) : OrderEvent(OrderId);
