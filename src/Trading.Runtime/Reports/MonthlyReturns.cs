using System.Collections.Immutable;
using Trading.Runtime.Backtesting;

namespace Trading.Runtime.Reports;

/// <summary>The gain of each month: the last worth of the month over the last one before it, less one.</summary>
public static class MonthlyReturns
{
    /// <summary>The years with a mark, in order. The first month counts from the starting equity; days are those of New York.</summary>
    /// <param name="equity">Oldest first.</param>
    public static ImmutableArray<YearOfReturns> Of(decimal startingEquity, IReadOnlyList<EquityPoint> equity)
    {
        var years = ImmutableArray.CreateBuilder<YearOfReturns>();
        var months = new double?[12];
        decimal beforeYear = startingEquity, beforeMonth = startingEquity;
        for (var i = 0; i < equity.Count; i++)
        {
            var day = MarketClock.At(equity[i].Time);
            DateTimeOffset? next = i + 1 < equity.Count ? MarketClock.At(equity[i + 1].Time) : null;
            if (next?.Year == day.Year && next?.Month == day.Month) continue;
            months[day.Month - 1] = Gain(beforeMonth, equity[i].Equity);
            beforeMonth = equity[i].Equity;
            if (next?.Year == day.Year) continue;
            years.Add(new YearOfReturns(day.Year, [.. months], Gain(beforeYear, equity[i].Equity)));
            beforeYear = equity[i].Equity;
            Array.Clear(months);
        }
        return years.DrainToImmutable();
    }

    private static double? Gain(decimal before, decimal after) => before > 0 ? (double)(after / before) - 1 : null;
}
