namespace Trading.Orders;

/// <summary>The last shares of the order traded.</summary>
public sealed record OrderFilled(OrderId OrderId, Fill Fill, decimal TotalFilled) : OrderExecuted(OrderId, Fill, TotalFilled);
