namespace Trading.MarketData;

/// <summary>The best bid and ask of a symbol and the price of its last trade, at one moment (UTC).</summary>
/// <remarks>
/// Sizes are in shares. A side without an order has price zero. In a backtest from bars all three prices are the close of
/// the last bar.
/// </remarks>
public sealed record Quote(Symbol Symbol, Price Bid, Price Ask, Price Last, decimal BidSize, decimal AskSize, DateTimeOffset Time)
{
    /// <summary>The middle of bid and ask where both are there and not crossed, else the last trade.</summary>
    public Price Mid => Bid.IsPositive && Ask >= Bid ? Price.FromUnits(Bid.Units + ((Ask.Units - Bid.Units) / 2)) : Last;

    /// <summary>A quote whose three prices are one.</summary>
    public static Quote At(Symbol symbol, Price price, DateTimeOffset time) => new(symbol, price, price, price, 0, 0, time);
}
