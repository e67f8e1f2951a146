namespace Trading.Orders;

/// <summary>Some shares of the order traded and some are left.</summary>
public sealed record OrderPartiallyFilled(OrderId OrderId, Fill Fill, decimal TotalFilled) : OrderExecuted(OrderId, Fill, TotalFilled);
