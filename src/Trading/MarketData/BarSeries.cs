using System.Collections.Immutable;

namespace Trading.MarketData;

/// <summary>The bars of one symbol and period, in order of time, none twice.</summary>
public sealed record BarSeries
{
    /// <exception cref="ArgumentException">A bar does not start after the one before it, or is not well formed.</exception>
    public BarSeries(Symbol symbol, BarPeriod period, ImmutableArray<Bar> bars)
    {
        for (var i = 0; i < bars.Length; i++)
        {
            if (!bars[i].IsWellFormed)
                throw new ArgumentException($"{symbol}: bar {i} at {bars[i].Start:u} is not well formed: {bars[i]}", nameof(bars));
            if (i > 0 && bars[i].Start < bars[i - 1].End)
                throw new ArgumentException($"{symbol}: bar {i} at {bars[i].Start:u} starts before the one ahead of it ends.", nameof(bars));
        }
        Symbol = symbol;
        Period = period;
        Bars = bars;
    }

    public Symbol Symbol { get; }
    public BarPeriod Period { get; }
    public ImmutableArray<Bar> Bars { get; }
}
