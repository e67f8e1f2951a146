namespace Trading.Runtime.Data;

/// <summary>Finds out whether dates like 01/02/2020 have the month first or the day.</summary>
internal static class DateOrderFinder
{
    private const int MostRows = 200_000;

    /// <summary>The order, and whether nothing in the rows told it.</summary>
    public static (DayAndMonth Order, bool IsGuess) Find(CsvRows rows, int column)
    {
        var isGuess = false;
        for (var i = 0; i < MostRows && rows.Read(); i++)
        {
            var field = rows.Field(column);
            var fits = StampText.TryRead(field, DayAndMonth.MonthFirst, out var monthFirst);
            var fitsTurned = StampText.TryRead(field, DayAndMonth.DayFirst, out var dayFirst);
            if (fits && fitsTurned)
            {
                // A way of writing without the question tells that the table has none.
                if (monthFirst == dayFirst && monthFirst.Date.Day != monthFirst.Date.Month) return (DayAndMonth.MonthFirst, false);
                isGuess |= monthFirst != dayFirst;
            }
            else if (fits || fitsTurned) return (fits ? DayAndMonth.MonthFirst : DayAndMonth.DayFirst, false);
        }
        return (DayAndMonth.MonthFirst, isGuess);
    }
}
