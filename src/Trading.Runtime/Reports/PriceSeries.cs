using Trading.MarketData;

namespace Trading.Runtime.Reports;

/// <summary>The prices of a symbol, oldest first; each bar stands for one or more neighbouring bars of the data.</summary>
public sealed record PriceSeries(Symbol Symbol, IReadOnlyList<Bar> Bars)
{
    /// <summary>Two neighbours as one bar: first open, last close, highest high, lowest low, all the volume.</summary>
    public static Bar Merge(in Bar earlier, in Bar later) => new(
        earlier.Start,
        later.End,
        earlier.Open,
        Price.Max(earlier.High, later.High),
        Price.Min(earlier.Low, later.Low),
        later.Close,
        earlier.Volume + later.Volume);

    /// <summary>The same prices in no more than <paramref name="count"/> bars.</summary>
    public PriceSeries InAtMost(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (Bars.Count <= count) return this;
        var size = (Bars.Count + count - 1) / count;
        var merged = new List<Bar>(count);
        for (var i = 0; i < Bars.Count; i++)
        {
            if (i % size == 0) merged.Add(Bars[i]);
            else merged[^1] = Merge(merged[^1], Bars[i]);
        }
        return this with { Bars = merged };
    }
}
