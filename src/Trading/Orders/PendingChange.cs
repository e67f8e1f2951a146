namespace Trading.Orders;

/// <summary>A cancel or replace that is on its way to the broker.</summary>
/// <param name="Deadline">When it is looked up and asked again, in UTC.</param>
/// <param name="Terms">The new terms of a replace.</param>
public sealed record PendingChange(OrderChange Change, DateTimeOffset Deadline, OrderTerms? Terms, string Reason);
