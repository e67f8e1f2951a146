using Trading.MarketData;

namespace Trading.Positions;

/// <summary>How far the price ran for and against what was held.</summary>
/// <remarks>
/// Each observed price is held against the average price of the shares held at that moment. John Sweeney, Maximum Adverse
/// Excursion, 1997. Excursions against are zero or below, those in favour zero or above; all are of open shares, before fees.
/// </remarks>
public readonly record struct Excursion
{
    private const int Decimals = 8;

    /// <summary>The highest price seen; zero when none was.</summary>
    public Price High { get; init; }

    /// <summary>The lowest price seen; zero when none was.</summary>
    public Price Low { get; init; }

    /// <summary>The most that was ever lost, in dollars a share.</summary>
    public decimal AdversePerShare { get; init; }

    /// <summary>The most that was ever gained, in dollars a share.</summary>
    public decimal FavourablePerShare { get; init; }

    /// <summary>The most that was ever lost on what was held, in dollars.</summary>
    public decimal AdverseMoney { get; init; }

    /// <summary>The most that was ever gained on what was held, in dollars.</summary>
    public decimal FavourableMoney { get; init; }

    /// <summary>Takes in a price at which shares with this sign and cost were held.</summary>
    public Excursion Observe(Price price, decimal quantity, decimal value)
    {
        if (quantity == 0) return this;
        var money = (quantity * price) - value;
        var perShare = decimal.Round(money / Math.Abs(quantity), Decimals);
        return new Excursion
        {
            High = Price.Max(High, price),
            Low = Lower(Low, price),
            AdversePerShare = Math.Min(AdversePerShare, perShare),
            FavourablePerShare = Math.Max(FavourablePerShare, perShare),
            AdverseMoney = Math.Min(AdverseMoney, money),
            FavourableMoney = Math.Max(FavourableMoney, money),
        };
    }

    public Excursion Including(Excursion other) => new()
    {
        High = Price.Max(High, other.High),
        Low = Lower(Low, other.Low),
        AdversePerShare = Math.Min(AdversePerShare, other.AdversePerShare),
        FavourablePerShare = Math.Max(FavourablePerShare, other.FavourablePerShare),
        AdverseMoney = Math.Min(AdverseMoney, other.AdverseMoney),
        FavourableMoney = Math.Max(FavourableMoney, other.FavourableMoney),
    };

    /// <summary>The same in new shares; money is what it was.</summary>
    internal Excursion Split(int to, int from) => this with
    {
        High = SplitAdjustment.Scale(High, to, from),
        Low = SplitAdjustment.Scale(Low, to, from),
        AdversePerShare = decimal.Round(AdversePerShare * from / to, Decimals),
        FavourablePerShare = decimal.Round(FavourablePerShare * from / to, Decimals),
    };

    private static Price Lower(Price left, Price right) =>
        !left.IsPositive ? right : !right.IsPositive ? left : Price.Min(left, right);
}
