using Trading.MarketData;

namespace Trading.Tests.Indicators;

/// <summary>Bars to feed an indicator with: from numbers in a test, from a generator, or a million from a seed.</summary>
internal static class BarsOf
{
    private static readonly DateTimeOffset Opening = new(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);

    /// <summary>Where prices start and the step of their moves, in units: from the smallest price to a billion dollars.</summary>
    private static readonly (long Start, long Step)[] Regimes =
    [
        (5, 1),
        (50_000_000, 10_000),
        (100 * Price.UnitsPerDollar, 1_000_000),
        (1_000_000_000 * Price.UnitsPerDollar, 1_000_000),
        (1_000_000_000 * Price.UnitsPerDollar, 100_000 * Price.UnitsPerDollar),
    ];

    private static readonly Gen<int> Move = Gen.OneOf(Gen.Const(0), Gen.Int[-2, 2], Gen.Int[-900, 900]);
    private static readonly Gen<int> Wick = Gen.OneOf(Gen.Const(0), Gen.Int[0, 2], Gen.Int[0, 300]);

    /// <summary>Up to 150 well-formed bars with flat stretches, equal highs and gaps, at any level of price.</summary>
    public static Gen<Bar[]> AnySeries { get; } =
        from regime in Gen.Int[0, Regimes.Length - 1]
        from steps in Gen.Select(Move, Move, Wick, Wick).Array[1, 150]
        select Walk(Regimes[regime].Start, Regimes[regime].Step, steps);

    public static Bar[] Closes(params decimal[] closes) =>
        CloseUnits([.. closes.Select(Units)]);

    public static Bar[] CloseUnits(params long[] units) =>
        [.. units.Select((unit, i) => At(i, unit, unit, unit, unit))];

    public static Bar[] HighLowClose(params (decimal High, decimal Low, decimal Close)[] rows) =>
        [.. rows.Select((row, i) => At(i, Units(row.Close), Units(row.High), Units(row.Low), Units(row.Close)))];

    /// <summary>The same long walk every time: half of it around a billion dollars, half of it around a cent.</summary>
    public static IEnumerable<Bar> LongWalk(int count)
    {
        var random = 0x9E3779B97F4A7C15UL;
        var close = 1_000_000_000 * Price.UnitsPerDollar;
        for (var i = 0; i < count; i++)
        {
            if (i == count / 2) close = 1_000_000;
            var step = i < count / 2 ? 10_000 * Price.UnitsPerDollar : 100;
            var open = close;
            close = Math.Max(10, close + Draw(ref random, 201) * step - 100 * step);
            var high = Math.Max(open, close) + Draw(ref random, 50) * step;
            var low = Math.Max(1, Math.Min(open, close) - Draw(ref random, 50) * step);
            yield return At(i, open, high, low, close);
        }
    }

    private static Bar[] Walk(long start, long step, (int Gap, int Move, int Up, int Down)[] steps)
    {
        var bars = new Bar[steps.Length];
        var close = start;
        for (var i = 0; i < bars.Length; i++)
        {
            var open = Math.Max(1, close + steps[i].Gap * step);
            close = Math.Max(1, open + steps[i].Move * step);
            var high = Math.Max(open, close) + steps[i].Up * step;
            var low = Math.Max(1, Math.Min(open, close) - steps[i].Down * step);
            bars[i] = At(i, open, high, low, close);
        }
        return bars;
    }

    private static Bar At(int minute, long open, long high, long low, long close) => new(
        Opening.AddMinutes(minute), Opening.AddMinutes(minute + 1),
        Price.FromUnits(open), Price.FromUnits(high), Price.FromUnits(low), Price.FromUnits(close), 100);

    private static long Units(decimal dollars) => Price.FromDecimal(dollars).Units;

    // Xorshift (Marsaglia 2003), so that the walk is the same on every runtime.
    private static long Draw(ref ulong state, ulong below)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (long)(state % below);
    }
}
