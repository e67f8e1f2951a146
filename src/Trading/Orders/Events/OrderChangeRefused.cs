namespace Trading.Orders;

/// <summary>The broker would not cancel or replace the order. The order itself is as it was.</summary>
public sealed record OrderChangeRefused(OrderId OrderId, OrderChange Change, string Code, string Reason) : OrderEvent(OrderId);
