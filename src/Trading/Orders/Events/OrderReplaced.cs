namespace Trading.Orders;

/// <summary>The broker works the order on new terms: under new ids when we asked for it, under the ids it had when it sized an attached order.</summary>
/// <param name="Replacement">The number of the replacement that the order's client order id carries; zero for none.</param>
public sealed record OrderReplaced(OrderId OrderId, string BrokerOrderId, OrderTerms Terms, int Replacement = 0) : OrderEvent(OrderId);
