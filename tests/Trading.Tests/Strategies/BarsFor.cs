using Trading.MarketData;

namespace Trading.Tests.Strategies;

/// <summary>Bars to feed a strategy with: a few from numbers in a test, or a walk of any length from a seed.</summary>
internal static class BarsFor
{
    /// <summary>Monday, 9:30 in New York.</summary>
    private static readonly DateTimeOffset FirstOpen = new(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);

    private static readonly TimeSpan Session = TimeSpan.FromHours(6.5);

    /// <summary>Where prices start, in ten-thousandths of a dollar, and the size of a step: a penny stock, an ordinary one, a dear one.</summary>
    private static readonly (int Start, int Step)[] Regimes = [(40, 1), (9_000, 50), (1_000_000, 100), (1_000_000, 10_000), (700_000_000, 900_000)];

    /// <summary>Walks of daily and of one-minute bars, at any level of price, some of whose bars do not move.</summary>
    public static Gen<Bar[]> Walks(int count) =>
        from seed in Gen.UInt
        from regime in Gen.Int[0, Regimes.Length - 1]
        from minutes in OneOf(1, 5, 60, 390)
        select Walk(count, seed, Regimes[regime].Start, Regimes[regime].Step, minutes);

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Consecutive days; high, low and open at the close unless given.</summary>
    public static Bar[] Days(params decimal[] closes) => Days([.. closes.Select(close => (close, close, close))]);

    public static Bar[] Days(params (decimal High, decimal Low, decimal Close)[] rows) => Rows(rows, Session);

    /// <summary>Minutes of one session; high, low and open at the close.</summary>
    public static Bar[] Minutes(params decimal[] closes) => Rows([.. closes.Select(close => (close, close, close))], TimeSpan.FromMinutes(1));

    public static Bar[] Rows((decimal High, decimal Low, decimal Close)[] rows, TimeSpan length, TimeSpan firstAfterOpen = default)
    {
        var bars = new Bar[rows.Length];
        var time = FirstOpen + firstAfterOpen;
        for (var i = 0; i < bars.Length; i++)
        {
            var (high, low, close) = (Dollars(rows[i].High), Dollars(rows[i].Low), Dollars(rows[i].Close));
            bars[i] = Next(ref time, length, close, high, low, close);
        }
        return bars;
    }

    /// <summary>The same walk for the same numbers: sessions of 9:30 to 16:00, the last bar of each cut by the close.</summary>
    public static Bar[] Walk(int count, uint seed, int start = 1_000_000, int step = 100, int minutes = 390)
    {
        var bars = new Bar[count];
        var time = FirstOpen;
        var random = seed * 2_654_435_769 + 1;
        var close = start;
        for (var i = 0; i < count; i++)
        {
            var open = Math.Max(1, close + step * Draw(ref random, -1, 2));
            close = Math.Max(1, open + step * Draw(ref random, -6, 7));
            var high = Math.Max(open, close) + step * Draw(ref random, 0, 5);
            var low = Math.Max(1, Math.Min(open, close) - step * Draw(ref random, 0, 5));
            bars[i] = Next(ref time, TimeSpan.FromMinutes(minutes), Units(open), Units(high), Units(low), Units(close));
        }
        return bars;
    }

    private static Bar Next(ref DateTimeOffset time, TimeSpan length, Price open, Price high, Price low, Price close)
    {
        var closing = new DateTimeOffset(time.Date, TimeSpan.Zero) + FirstOpen.TimeOfDay + Session;
        var end = time + length < closing ? time + length : closing;
        var bar = new Bar(time, end, open, high, low, close, 100);
        time = end < closing ? end : end.AddDays(end.DayOfWeek == DayOfWeek.Friday ? 3 : 1) - Session;
        return bar;
    }

    private static Price Dollars(decimal dollars) => Price.FromDecimal(dollars);

    private static Price Units(int tenThousandths) => Price.FromUnits(tenThousandths * (Price.UnitsPerDollar / 10_000));

    // Xorshift (Marsaglia 2003), so that a walk is the same on every runtime.
    private static int Draw(ref uint state, int from, int below)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return from + (int)(state % (uint)(below - from));
    }
}
