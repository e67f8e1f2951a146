using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Positions;

/// <summary>Wilder's average true range as a value: the mean of the first n true ranges, then ((n - 1) * previous + true range) / n.</summary>
/// <remarks>
/// The same numbers, to the last bit, as the indicator of that name, but a state that can be stored and shared. The default
/// value has seen no bar. J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// </remarks>
/// <param name="Average">Dollars a share; the average so far while fewer bars were seen than wanted.</param>
/// <param name="Count">Bars seen, up to the number wanted.</param>
/// <param name="PreviousClose">The close of the last bar seen.</param>
public readonly record struct TrueRangeAverage(double Average, int Count, Price PreviousClose)
{
    [JsonIgnore]
    public bool HasSeenBars => PreviousClose.IsPositive;

    /// <summary>An average that somebody else computed up to a close.</summary>
    public static TrueRangeAverage Continuing(Price average, int period, Price close) => new(average.ToDouble(), period, close);

    public TrueRangeAverage After(in Bar bar, int period)
    {
        var previous = HasSeenBars ? PreviousClose : bar.Close;
        var range = (Price.Max(bar.High, previous) - Price.Min(bar.Low, previous)).ToDouble();
        var count = Math.Min(Count + 1, period);
        return new TrueRangeAverage(count == 1 ? range : Average + ((range - Average) / count), count, bar.Close);
    }
}
