namespace Trading.Orders;

/// <summary>The broker works the order on new terms, under a new id of its own.</summary>
public sealed record OrderReplaced(OrderId OrderId, string BrokerOrderId, OrderTerms Terms) : OrderEvent(OrderId);
