using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>
/// Finds the columns of a table without a header by what its first rows hold: symbol or none, date or date and time, symbol
/// or none, then open, high, low, close, and adjusted close and volume or either or none.
/// </summary>
internal static class HeaderlessReader
{
    public static (ColumnMap? Columns, string? Problem) Read(IReadOnlyList<string[]> rows)
    {
        var width = rows.Min(row => row.Length);
        for (var stamp = 0; stamp < Math.Min(width, 3); stamp++)
        {
            if (!rows.All(row => IsStamp(row[stamp]))) continue;
            var symbol = stamp > 0 && IsSymbol(rows, 0) ? 0 : -1;

            // Digits may be a time of the day or a price; with the time taken, the prices must fit together.
            var hasTime = stamp + 1 < width && rows.All(row => IsTime(row[stamp], row[stamp + 1]));
            return (hasTime ? WithPrices(rows, width, stamp, stamp + 1, symbol) : null) is { } timed
                ? (timed, null)
                : WithPrices(rows, width, stamp, -1, symbol) is { } columns
                    ? (columns, null)
                    : (null, $"the table has no header, and the columns after the date (column {stamp + 1}) are not open, high, low and close; "
                        + "put a line with the names of the columns at the top");
        }
        return (null, $"the first row is neither a header with the columns date, open, high, low and close nor a bar: '{string.Join(' ', rows[0])}'");
    }

    private static ColumnMap? WithPrices(IReadOnlyList<string[]> rows, int width, int stamp, int time, int symbol)
    {
        var open = Math.Max(stamp, time) + 1;
        if (symbol < 0 && open < width && IsSymbol(rows, open)) symbol = open++;
        if (open + 4 > width || !ArePrices(rows, open)) return null;
        var after = open + 4;
        // Of two further columns, one with decimals ahead of one without is an adjusted close ahead of a volume.
        var adjusted = after + 1 < width && rows.Any(row => HasDecimals(row[after])) && !rows.Any(row => HasDecimals(row[after + 1])) ? after++ : -1;
        return new ColumnMap
        {
            Stamp = stamp,
            Time = time,
            Symbol = symbol,
            Open = open,
            High = open + 1,
            Low = open + 2,
            Close = open + 3,
            AdjustedClose = adjusted,
            Volume = after < width ? after : -1,
        };
    }

    private static bool IsStamp(string field) =>
        StampText.TryRead(field, DayAndMonth.MonthFirst, out _) || StampText.TryRead(field, DayAndMonth.DayFirst, out _);

    private static bool IsTime(string date, string field) =>
        (StampText.TryRead(date, DayAndMonth.MonthFirst, out var stamp) || StampText.TryRead(date, DayAndMonth.DayFirst, out stamp))
        && StampText.TryAddTime(field, ref stamp);

    private static bool IsSymbol(IReadOnlyList<string[]> rows, int column) =>
        rows.All(row => Symbol.TryParse(row[column], out _) && row[column].Any(char.IsAsciiLetter));

    private static bool HasDecimals(string field) => field.AsSpan().ContainsAny('.', ',');

    /// <summary>Whether four columns from one on are open, high, low and close in nearly all rows: a few may be bad.</summary>
    private static bool ArePrices(IReadOnlyList<string[]> rows, int first)
    {
        var sign = DecimalSigns.Find(rows.SelectMany(row => row.Skip(first).Take(4))) ?? '.';
        var fitting = rows.Count(row =>
            PriceText.TryRead(row[first], sign, out var open) && PriceText.TryRead(row[first + 1], sign, out var high)
            && PriceText.TryRead(row[first + 2], sign, out var low) && PriceText.TryRead(row[first + 3], sign, out var close)
            && low <= Math.Min(open, close) && high >= Math.Max(open, close));
        return fitting * 10 >= rows.Count * 8;
    }
}
