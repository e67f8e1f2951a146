namespace Trading.Orders;

/// <summary>A trade intends an order. It begins the order's lifecycle; the intent is kept before any broker is called.</summary>
public sealed record OrderPlaced(OrderId OrderId, OrderTicket Ticket) : OrderEvent(OrderId);
