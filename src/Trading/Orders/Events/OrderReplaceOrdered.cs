namespace Trading.Orders;

/// <summary>The trade wants the order worked on other terms.</summary>
public sealed record OrderReplaceOrdered(OrderId OrderId, OrderTerms Terms, string Reason) : OrderEvent(OrderId);
