namespace Trading.Orders;

/// <summary>The order was sent. <paramref name="BrokerOrderId"/> is null when the broker has not answered.</summary>
public sealed record OrderSubmitted(OrderId OrderId, string? BrokerOrderId) : OrderEvent(OrderId);
