using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Reads the header of a table: one row of names, or the three rows that yfinance writes.</summary>
internal static class HeaderReader
{
    private static readonly (BarColumn Column, string Name)[] Required =
        [(BarColumn.Stamp, "date"), (BarColumn.Open, "open"), (BarColumn.High, "high"), (BarColumn.Low, "low"), (BarColumn.Close, "close")];

    public sealed record Header(ColumnMap Columns, int Rows, bool TimesAreUtc, Symbol? Symbol);

    /// <summary>Whether the row is one of names: one of them is that of a price.</summary>
    public static bool IsHeader(string[] row) =>
        row.Any(field => ColumnNames.Find(ColumnNames.Normalize(field)) is { Column: BarColumn.Open or BarColumn.High or BarColumn.Low or BarColumn.Close });

    /// <summary>The columns, or what is wrong with the header.</summary>
    public static (Header? Header, string? Problem) Read(IReadOnlyList<string[]> rows)
    {
        var names = rows[0].Select(name => ColumnNames.Normalize(name)).ToArray();
        if (names[0] == "price" && rows.Count > 1 && ColumnNames.Normalize(rows[1][0]) == "ticker") return ReadYahoo(rows, names);

        var (columns, problem) = Map(names, rows[0]);
        if (columns is null) return (null, problem);
        var utc = ColumnNames.SaysUtc(names[columns.Stamp]) || (columns.Time >= 0 && ColumnNames.SaysUtc(names[columns.Time]));
        return (new Header(columns, 1, utc, null), null);
    }

    // yfinance: "Price,Close,High,...", then "Ticker,AAPL,AAPL,...", then "Date,,,...".
    private static (Header?, string?) ReadYahoo(IReadOnlyList<string[]> rows, string[] names)
    {
        var symbols = rows[1].Skip(1).Where(name => name.Length > 0).Distinct().ToList();
        if (symbols.Count != 1 || !Symbol.TryParse(symbols[0], out var symbol))
        {
            return (null, "header: one symbol is expected in the row 'Ticker'; write each symbol to a file of its own, "
                + "or a row for each with a column 'symbol'");
        }
        names[0] = "date";
        var (columns, problem) = Map(names, rows[0]);
        if (columns is null) return (null, problem);
        var hasRowOfDate = rows.Count > 2 && ColumnNames.IsStamp(ColumnNames.Normalize(rows[2][0]));
        return (new Header(columns, hasRowOfDate ? 3 : 2, false, symbol), null);
    }

    private static (ColumnMap?, string?) Map(string[] names, string[] originals)
    {
        var places = new Dictionary<BarColumn, (int At, int Rank)>();
        for (var i = 0; i < names.Length; i++)
        {
            if (ColumnNames.Find(names[i]) is not var (column, rank)) continue;
            if (!places.TryGetValue(column, out var other) || rank < other.Rank) places[column] = (i, rank);
            else if (rank == other.Rank) return (null, $"header: the column '{originals[i]}' is there twice");
        }

        // A column 'time' beside a date completes it; alone it is the whole stamp. A nameless first column is an index of dates.
        if (places.TryGetValue(BarColumn.Stamp, out var stamp))
        {
            if (!ColumnNames.IsDate(names[stamp.At])) places.Remove(BarColumn.Time);
        }
        else if (places.Remove(BarColumn.Time, out var time)) places[BarColumn.Stamp] = time;
        else if (names[0].Length == 0) places[BarColumn.Stamp] = (0, 0);

        var missing = Required.Where(required => !places.ContainsKey(required.Column)).Select(required => $"'{required.Name}'").ToList();
        if (missing.Count > 0)
        {
            return (null, $"header: there is no column {string.Join(", ", missing)}: bars need date, open, high, low and close, and the columns are "
                + string.Join(", ", originals.Select(name => $"'{name}'")));
        }
        int At(BarColumn column) => places.TryGetValue(column, out var place) ? place.At : -1;
        return (new ColumnMap
        {
            Stamp = At(BarColumn.Stamp),
            Time = At(BarColumn.Time),
            Symbol = At(BarColumn.Symbol),
            Open = At(BarColumn.Open),
            High = At(BarColumn.High),
            Low = At(BarColumn.Low),
            Close = At(BarColumn.Close),
            AdjustedClose = At(BarColumn.AdjustedClose),
            Volume = At(BarColumn.Volume),
        }, null);
    }
}
