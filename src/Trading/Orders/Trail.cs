using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Messages;

namespace Trading.Orders;

/// <summary>The distance of a trailing stop: dollars a share, or percent of the best price seen (5 is five percent).</summary>
[JsonConverter(typeof(TrailJsonConverter))]
public sealed record Trail
{
    /// <exception cref="ArgumentException">Not exactly one of the two is given, or it is not positive, or the percentage is 100 or more.</exception>
    public Trail(Price? amount, decimal? percent)
    {
        if (amount is null == percent is null || amount is { IsPositive: false } || percent is <= 0 or >= 100)
            throw new ArgumentException("A trail is an amount above zero or a percentage between 0 and 100.");
        Amount = amount;
        Percent = percent;
    }

    public Price? Amount { get; }
    public decimal? Percent { get; }

    public static Trail OfAmount(Price amount) => new(amount, null);
    public static Trail OfPercent(decimal percent) => new(null, percent);

    /// <summary>The stop below the highest price seen (<paramref name="isSell"/>), or above the lowest.</summary>
    public Price StopFrom(Price best, bool isSell)
    {
        var distance = Amount ?? Price.FromDecimal(best * Percent!.Value / 100m);
        return isSell ? best - distance : best + distance;
    }
}
