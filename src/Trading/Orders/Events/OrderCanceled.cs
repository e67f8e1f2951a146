namespace Trading.Orders;

/// <summary>The broker ended the order before all of it traded.</summary>
/// <param name="TotalFilled">The shares filled by the broker's own count.</param>
public sealed record OrderCanceled(OrderId OrderId, decimal TotalFilled, string Reason) : OrderEvent(OrderId);
