using Trading.Messages;

namespace Trading.Orders;

/// <summary>Replace the order at the broker by one on other terms.</summary>
/// <param name="ClientOrderId">The client order id the order has now.</param>
/// <param name="NewClientOrderId">The one its replacement gets.</param>
public sealed record ReplaceRequested(OrderId OrderId, string ClientOrderId, string? BrokerOrderId, string NewClientOrderId, OrderTerms Terms) : Payload;
