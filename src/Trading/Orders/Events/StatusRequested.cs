using Trading.Messages;

namespace Trading.Orders;

/// <summary>Look the order up at the broker and tell what it is.</summary>
public sealed record StatusRequested(OrderId OrderId, string ClientOrderId, string? BrokerOrderId) : Payload;
