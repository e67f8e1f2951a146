using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.FakeBrokers.Books;

/// <summary>An order as a client sent it, read from the broker's own format.</summary>
/// <param name="ClientOrderId">The client's id; null where it gave none.</param>
/// <param name="Terms">Where <see cref="SaysSide"/> is not set its side says only whether it buys or sells, and what is held tells opening from closing.</param>
public sealed record BookTicket(string? ClientOrderId, Symbol Symbol, OrderTerms Terms)
{
    /// <summary>The broker's word for the kind of order, kept as it came.</summary>
    public string Class { get; init; } = "";

    /// <summary>Orders that the parent's fill brings to life; the first, in a pair of two, is the target.</summary>
    public ImmutableArray<BookLeg> Legs { get; init; } = [];

    /// <summary>Whether the client said if the order opens or closes, so that the side of its terms holds.</summary>
    public bool SaysSide { get; init; }

    /// <summary>Whether the legs live at once, beside this order, and a fill of one cancels the other.</summary>
    public bool IsPair { get; init; }
}
