using Trading.Orders;

namespace Trading.FakeBrokers.Books;

/// <summary>An attached order as a client sent it.</summary>
/// <param name="ClientOrderId">Null at brokers that give attached orders ids of their own.</param>
public sealed record BookLeg(OrderRole Role, OrderTerms Terms, string? ClientOrderId = null);
