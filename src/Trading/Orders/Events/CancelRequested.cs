using Trading.Messages;

namespace Trading.Orders;

/// <summary>Cancel the order at the broker.</summary>
public sealed record CancelRequested(OrderId OrderId, string ClientOrderId, string? BrokerOrderId, string Reason) : Payload;
