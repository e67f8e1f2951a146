using Sylvan.Data.Csv;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Finds out how a table of prices is to be read.</summary>
internal sealed class LayoutFinder(HistoricalDataOptions options, ExchangeClock clock, NoteList notes)
{
    private const int SampledRows = 200;

    /// <summary>The layout, or what is wrong and on which line; neither when the text holds no row.</summary>
    public (CsvLayout? Layout, DataProblem? Problem) Find(CsvText text)
    {
        CsvRows? rows = null;
        try
        {
            (char Delimiter, int SkippedLines)? table;
            using (var reader = text.OpenReader()) table = DelimiterSniffer.Find(reader);
            rows = new CsvRows(text.OpenReader(), table?.Delimiter ?? ',', table?.SkippedLines ?? 0);
            var (sample, line) = Sample(rows);
            if (sample.Count == 0) return (null, null);
            if (table is not var (delimiter, skipped))
                return (null, new DataProblem(text.Name, line, 0, "no comma, semicolon, tab or bar parts the text into columns: this is no table of prices"));
            var (layout, problem) = Find(text, sample, new CsvLayout
            {
                Delimiter = delimiter,
                SkippedLines = skipped,
                HeaderRows = 0,
                FieldCount = sample[0].Length,
                Columns = new ColumnMap(),
                TimesAreUtc = options.Zone == TimeZoneOfRows.Utc,
            });
            return (layout, problem is null ? null : new DataProblem(text.Name, line, 0, problem));
        }
        catch (CsvFormatException e)
        {
            return (null, new DataProblem(text.Name, rows?.NextLine ?? 1, 0, $"this is not CSV: {e.Message}"));
        }
        finally
        {
            rows?.Dispose();
        }
    }

    private (CsvLayout?, string?) Find(CsvText text, List<string[]> sample, CsvLayout layout)
    {
        string? problem;
        if (HeaderReader.IsHeader(sample[0]))
        {
            (var header, problem) = HeaderReader.Read(sample);
            if (header is null) return (null, problem);
            if (sample.Count == header.Rows) return (null, null);
            layout = layout with
            {
                HeaderRows = header.Rows,
                Columns = header.Columns,
                TimesAreUtc = layout.TimesAreUtc || header.TimesAreUtc,
                Symbol = header.Symbol,
            };
        }
        else
        {
            (var columns, problem) = HeaderlessReader.Read(sample);
            if (columns is null) return (null, problem);
            layout = layout with { Columns = columns };
        }

        (layout, problem) = WithSymbol(layout, text.Name);
        if (problem is null) (layout, problem) = WithDecimalSign(layout, sample);
        if (problem is not null) return (null, problem);
        layout = WithDates(layout, text);
        return options.Period is { } period ? (layout with { Period = period }, null) : WithPeriod(layout, text);
    }

    private static (List<string[]> Rows, long FirstLine) Sample(CsvRows rows)
    {
        var sample = new List<string[]>();
        long first = 0;
        while (sample.Count < SampledRows && rows.Read())
        {
            if (sample.Count == 0) first = rows.Line;
            var fields = new string[rows.FieldCount];
            for (var i = 0; i < fields.Length; i++) fields[i] = rows.Field(i).ToString();
            sample.Add(fields);
        }
        return (sample, first);
    }

    private (CsvLayout, string?) WithSymbol(CsvLayout layout, string name)
    {
        if (layout.Columns.Symbol >= 0) return (layout, null);
        var symbol = options.Symbol ?? layout.Symbol ?? SymbolOfFileName.Find(name);
        return (layout with { Symbol = symbol }, symbol is null
            ? "there is no column 'symbol', and the name of the file is no symbol; give the symbol (--read symbol=AAPL), or name the file after it"
            : null);
    }

    private (CsvLayout, string?) WithDecimalSign(CsvLayout layout, List<string[]> sample)
    {
        int[] prices = [layout.Columns.Open, layout.Columns.High, layout.Columns.Low, layout.Columns.Close];
        var fields = sample.Skip(layout.HeaderRows).SelectMany(row => prices.Where(column => column < row.Length).Select(column => row[column]));
        var sign = options.DecimalSign ?? DecimalSigns.Find(fields);
        return (layout with { DecimalSign = sign ?? '.' }, sign is null
            ? "prices such as 1,234 can be read as a thousand or as one and a part; give the decimal sign, '.' or ',' (--read decimal=.)"
            : null);
    }

    private CsvLayout WithDates(CsvLayout layout, CsvText text)
    {
        if (options.Dates is { } dates) return layout with { Dates = dates };
        using var rows = OpenBody(text, layout);
        var (order, isGuess) = DateOrderFinder.Find(rows, layout.Columns.Stamp);
        if (isGuess)
            notes.Add(text.Name, "dates such as 01/02/2020 are read with the month first; nothing in the file tells, so give the order if it is the other (--read dates=dayFirst)");
        return layout with { Dates = order };
    }

    private (CsvLayout?, string?) WithPeriod(CsvLayout layout, CsvText text)
    {
        using var rows = OpenBody(text, layout);
        var (period, problem) = PeriodFinder.Find(rows, layout, clock);
        // Without any date each row is a problem of its own, which reading them tells.
        return problem is null ? (layout with { Period = period ?? BarPeriod.Day }, null) : (null, problem);
    }

    /// <summary>The rows after the header.</summary>
    public static CsvRows OpenBody(CsvText text, CsvLayout layout)
    {
        var rows = new CsvRows(text.OpenReader(), layout.Delimiter, layout.SkippedLines);
        for (var i = 0; i < layout.HeaderRows; i++) rows.Read();
        return rows;
    }
}
