using Trading.Messages;

namespace Trading.Orders;

/// <summary>Something that happened to an order, or that its trade wants of it.</summary>
public abstract record OrderEvent(OrderId OrderId) : Payload;
