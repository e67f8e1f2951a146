namespace Trading.Orders;

/// <summary>The trade wants the order canceled.</summary>
public sealed record OrderCancelOrdered(OrderId OrderId, string Reason) : OrderEvent(OrderId);
