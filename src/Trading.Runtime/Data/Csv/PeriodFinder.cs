using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Finds the period of a table from the steps between the rows of a symbol.</summary>
internal static class PeriodFinder
{
    private const int MostRows = 200_000;
    private const int EnoughSteps = 500;
    private const int FewestStepsForWeeks = 3;
    private static readonly TimeSpan ShortestDay = TimeSpan.FromHours(20);
    private static readonly TimeSpan LongestDay = TimeSpan.FromDays(4.5);

    /// <summary>The period, or why there is none; neither when no row has a date.</summary>
    public static (BarPeriod? Period, string? Problem) Find(CsvRows rows, CsvLayout layout, ExchangeClock clock)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        var lastBySpan = last.GetAlternateLookup<ReadOnlySpan<char>>();
        var steps = new Dictionary<long, int>();
        int seen = 0, taken = 0;
        bool dates = true, midnights = true, midnightsOfUtc = true;
        for (var i = 0; i < MostRows && taken < EnoughSteps && rows.Read(); i++)
        {
            if (!StampColumns.TryRead(rows, layout, out var stamp, out _)) continue;
            seen++;
            dates &= !stamp.HasTime;
            midnights &= (stamp.IsUtc ? clock.ToLocal(stamp.Ticks) : stamp.Ticks) % TimeSpan.TicksPerDay == 0;
            midnightsOfUtc &= stamp.IsUtc && stamp.IsMidnight;

            var symbol = layout.Columns.Symbol < 0 ? [] : rows.Field(layout.Columns.Symbol);
            if (lastBySpan.TryGetValue(symbol, out var before) && before != stamp.Ticks)
            {
                var step = Math.Abs(stamp.Ticks - before);
                steps[step] = steps.GetValueOrDefault(step) + 1;
                taken++;
            }
            lastBySpan[symbol] = stamp.Ticks;
        }
        if (seen == 0) return (null, null);

        // The most common step, and of two the shorter: rows are missing more often than they are too many.
        var common = steps.OrderByDescending(step => step.Value).ThenBy(step => step.Key).Select(step => new TimeSpan(step.Key)).FirstOrDefault();
        var isDaily = dates || midnights || midnightsOfUtc || common >= ShortestDay;
        if (isDaily && common > LongestDay && taken >= FewestStepsForWeeks)
            return (null, $"most rows are {common.TotalDays:0} days apart, and a bar is a day long at most");
        if (isDaily) return (BarPeriod.Day, null);
        if (common == default) return (null, "the period cannot be told, as no symbol has two rows in order; give the period, such as 1m (--read period=1m)");
        if (common.Ticks % TimeSpan.TicksPerMinute != 0) return (null, $"most rows are {common} apart, and the shortest bar is a minute long");
        return common.TotalMinutes <= 390
            ? (BarPeriod.OfMinutes((int)common.TotalMinutes), null)
            : (null, $"most rows are {common} apart, which is neither within a session of 390 minutes nor a day; give the period, such as 1d (--read period=1d)");
    }
}
