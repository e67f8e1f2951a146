namespace Trading.Orders;

/// <summary>The time came that the order's lifecycle asked to be woken at.</summary>
public sealed record OrderWoken(OrderId OrderId) : OrderEvent(OrderId);
