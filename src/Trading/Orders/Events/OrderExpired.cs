namespace Trading.Orders;

/// <summary>The order's time in force ran out.</summary>
/// <param name="TotalFilled">The shares filled by the broker's own count.</param>
public sealed record OrderExpired(OrderId OrderId, decimal TotalFilled) : OrderEvent(OrderId);
