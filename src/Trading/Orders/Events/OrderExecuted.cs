namespace Trading.Orders;

/// <summary>Shares of the order traded.</summary>
/// <param name="TotalFilled">The shares filled so far by the broker's own count; more than ours means that a fill was missed.</param>
public abstract record OrderExecuted(OrderId OrderId, Fill Fill, decimal TotalFilled) : OrderEvent(OrderId);
