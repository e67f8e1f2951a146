using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Risk;

/// <summary>The shares of one symbol that one strategy holds in an account, all its trades together.</summary>
/// <param name="Quantity">Shares with their sign: short below zero; never zero.</param>
/// <param name="AveragePrice">Dollars a share paid, or got for what was sold short.</param>
/// <param name="Mark">The last price seen.</param>
/// <param name="MarkedAt">When it was seen, in UTC.</param>
public sealed record Holding(string Strategy, Symbol Symbol, string Sector, decimal Quantity, decimal AveragePrice, Price Mark, DateTimeOffset MarkedAt)
{
    /// <summary>Dollars with the sign of the shares.</summary>
    [JsonIgnore]
    public decimal Value => Quantity * Mark;

    /// <summary>Dollars that leaving at the mark would make.</summary>
    [JsonIgnore]
    public decimal OpenProfit => OpenProfitAt(Mark);

    /// <summary>Books a fill: what is held after it (null when flat), and the shares it closed with the dollars they made, before fees.</summary>
    internal static (Holding? After, decimal Closed, decimal Realised) Book(Holding? before, string strategy, Symbol symbol, string sector, Fill fill)
    {
        var (signed, price) = (fill.SignedQuantity, fill.Price.ToDecimal());
        if (before is null) return (new Holding(strategy, symbol, sector, signed, price, fill.Price, fill.Time), 0, 0);

        var after = before.Quantity + signed;
        var closed = Math.Min(Math.Abs(before.Quantity), fill.Quantity);
        if (after == 0) return (null, closed, Realised(before, closed, price));
        var marked = fill.Time >= before.MarkedAt ? before with { Mark = fill.Price, MarkedAt = fill.Time } : before;
        var isAdding = before.Quantity > 0 == signed > 0;
        if (isAdding)
        {
            var cost = (before.Quantity * before.AveragePrice) + (signed * price);
            return (marked with { Quantity = after, AveragePrice = cost / after }, 0, 0);
        }
        var isTurned = after > 0 != before.Quantity > 0;
        return (marked with { Quantity = after, AveragePrice = isTurned ? price : before.AveragePrice }, closed, Realised(before, closed, price));
    }

    private static decimal Realised(Holding before, decimal closed, decimal price) =>
        closed * (before.Quantity > 0 ? price - before.AveragePrice : before.AveragePrice - price);

    internal Holding MarkedTo(Price price, DateTimeOffset time) =>
        IsNews(Mark, MarkedAt, price, time) ? this with { Mark = price, MarkedAt = time } : this;

    internal decimal OpenProfitAt(Price price) => Quantity * (price - AveragePrice);

    /// <summary>Whether a price changes a mark: it is not older, is one, and is another.</summary>
    internal static bool IsNews(Price mark, DateTimeOffset markedAt, Price price, DateTimeOffset time) =>
        time >= markedAt && price.IsPositive && price != mark;
}
