using Trading.Orders;

namespace Trading.FakeBrokers.Books;

/// <summary>One thing that happened to an order.</summary>
/// <param name="Fill">The execution, for the two kinds that have one.</param>
/// <param name="TotalFilled">Shares filled when it happened.</param>
/// <param name="Position">Shares of the symbol the account held then, with their sign.</param>
public sealed record BookNews(BookNewsKind Kind, BookOrder Order, Fill? Fill, decimal TotalFilled, decimal Position, DateTimeOffset Time);
