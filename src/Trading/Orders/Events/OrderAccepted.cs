namespace Trading.Orders;

/// <summary>The broker works the order.</summary>
public sealed record OrderAccepted(OrderId OrderId, string BrokerOrderId) : OrderEvent(OrderId);
