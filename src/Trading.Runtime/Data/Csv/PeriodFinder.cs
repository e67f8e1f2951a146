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
        var stamps = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        var stampsBySpan = stamps.GetAlternateLookup<ReadOnlySpan<char>>();
        int seen = 0, rises = 0, falls = 0;
        bool dates = true, midnights = true, midnightsOfUtc = true;
        for (var i = 0; i < MostRows && (rises + falls < EnoughSteps || IsShuffled(rises, falls)) && rows.Read(); i++)
        {
            if (!StampColumns.TryRead(rows, layout, out var stamp, out _)) continue;
            seen++;
            dates &= !stamp.HasTime;
            midnights &= (stamp.IsUtc ? clock.ToLocal(stamp.Ticks) : stamp.Ticks) % TimeSpan.TicksPerDay == 0;
            midnightsOfUtc &= stamp.IsUtc && stamp.IsMidnight;

            var symbol = layout.Columns.Symbol < 0 ? [] : rows.Field(layout.Columns.Symbol);
            if (!stampsBySpan.TryGetValue(symbol, out var ofSymbol)) stampsBySpan[symbol] = ofSymbol = [];
            else if (stamp.Ticks > ofSymbol[^1]) rises++;
            else if (stamp.Ticks < ofSymbol[^1]) falls++;
            ofSymbol.Add(stamp.Ticks);
        }
        if (seen == 0) return (null, null);

        var steps = Steps(stamps.Values, IsShuffled(rises, falls));
        // The most common step, and of two the shorter: rows are missing more often than they are too many.
        var common = steps.OrderByDescending(step => step.Value).ThenBy(step => step.Key).Select(step => new TimeSpan(step.Key)).FirstOrDefault();
        var isDaily = dates || midnights || midnightsOfUtc || common >= ShortestDay;
        if (isDaily && common > LongestDay && steps.Values.Sum() >= FewestStepsForWeeks)
            return (null, $"most rows are {common.TotalDays:0} days apart, and a bar is a day long at most");
        if (isDaily) return (BarPeriod.Day, null);
        if (common == default) return (null, "the period cannot be told, as no symbol has two rows in order; give the period, such as 1m (--read period=1m)");
        if (common.Ticks % TimeSpan.TicksPerMinute != 0) return (null, $"most rows are {common} apart, and the shortest bar is a minute long");
        return common.TotalMinutes <= 390
            ? (BarPeriod.OfMinutes((int)common.TotalMinutes), null)
            : (null, $"most rows are {common} apart, which is neither within a session of 390 minutes nor a day; give the period, such as 1d (--read period=1d)");
    }

    // Rows side by side in a shuffled table say nothing about its period; in order of time they do.
    private static bool IsShuffled(int rises, int falls) => 4 * Math.Min(rises, falls) > rises + falls;

    private static Dictionary<long, int> Steps(IEnumerable<List<long>> stamps, bool isShuffled)
    {
        var steps = new Dictionary<long, int>();
        foreach (var ofSymbol in stamps)
        {
            if (isShuffled) ofSymbol.Sort();
            for (var i = 1; i < ofSymbol.Count; i++)
            {
                var step = Math.Abs(ofSymbol[i] - ofSymbol[i - 1]);
                if (step != 0) steps[step] = steps.GetValueOrDefault(step) + 1;
            }
        }
        return steps;
    }
}
