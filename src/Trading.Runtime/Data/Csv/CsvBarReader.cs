using Sylvan.Data.Csv;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Reads the rows of one table of prices into an import. What is no bar becomes a problem with its line and column.</summary>
internal sealed class CsvBarReader
{
    private readonly CsvText _text;
    private readonly CsvLayout _layout;
    private readonly ColumnMap _columns;
    private readonly PriceColumns _prices;
    private readonly BarImport _import;
    private readonly int _number;
    private readonly int _needed;
    private readonly Dictionary<string, SeriesImport>.AlternateLookup<ReadOnlySpan<char>> _series;
    private string _lastSymbol = "";
    private SeriesImport? _lastSeries;
    private long _withoutPrices;
    private long _withoutSession;

    public CsvBarReader(CsvText text, CsvLayout layout, HistoricalDataOptions options, BarImport import)
    {
        (_text, _layout, _columns, _import) = (text, layout, layout.Columns, import);
        _prices = new PriceColumns(layout, options.UseAdjustedClose);
        _series = new Dictionary<string, SeriesImport>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _number = import.AddText(text.Name);
        _needed = _columns.CountNeeded();
    }

    public void Read()
    {
        using var rows = LayoutFinder.OpenBody(_text, _layout);
        try
        {
            while (rows.Read()) ReadRow(rows);
        }
        catch (CsvFormatException e)
        {
            _import.Problems.Refuse(_text.Name, rows.NextLine, $"this is not CSV: {e.Message}");
        }
        Tell(_text.Name, _import.Notes);
    }

    private void ReadRow(CsvRows row)
    {
        if (!HasRightFields(row) || !TryReadStamp(row, out var stamp)) return;
        if (_prices.AreMissing(row))
        {
            _withoutPrices++;
            return;
        }
        ImportedBar bar = default;
        bar.Line = row.Line;
        bar.Text = _number;
        if (!_prices.TryRead(row, ref bar, out var wrong, out var why)) Problem(row, wrong, why);
        else if (TrySetTimes(row, stamp, ref bar) && FindSeries(row) is { } series)
        {
            bar.Stamp = _import.StampNames == BarStamp.End ? bar.End : bar.Start;
            series.Add(in bar);
        }
    }

    private bool HasRightFields(CsvRows row)
    {
        if (row.FieldCount < _needed)
        {
            Problem(row, -1, $"the line has {row.FieldCount} fields, and a bar needs {_needed} of them");
            return false;
        }
        for (var i = _layout.FieldCount; i < row.FieldCount; i++)
        {
            if (row.Field(i).IsEmpty) continue;
            Problem(row, i, $"the line has {row.FieldCount} fields and the first line {_layout.FieldCount}; a comma within a number needs quotes");
            return false;
        }
        return true;
    }

    private bool TryReadStamp(CsvRows row, out Stamp stamp)
    {
        if (StampColumns.TryRead(row, _layout, out stamp, out var wrong)) return true;
        var field = Shown.Of(row.Field(wrong));
        var example = _layout.Dates == DayAndMonth.DayFirst ? "31/01/2020" : "01/31/2020";
        Problem(row, wrong, wrong == _columns.Time
            ? $"time: '{field}' is not a time, such as 09:30:00"
            : $"date: '{field}' is not a date, such as 2020-01-31 or {example}");
        return false;
    }

    private bool TrySetTimes(CsvRows row, Stamp stamp, ref ImportedBar bar)
    {
        if (_layout.Period.IsDaily)
        {
            (bar.Start, bar.End, var isSession) = _import.Times.OfDay(stamp);
            if (!isSession) _withoutSession++;
            return true;
        }
        if (!stamp.HasTime)
        {
            Problem(row, _columns.Stamp, $"date: '{Shown.Of(row.Field(_columns.Stamp))}' has no time, and bars of {_layout.Period} need one");
            return false;
        }
        if (_import.Times.IsSkipped(stamp))
        {
            var column = _columns.Time >= 0 ? _columns.Time : _columns.Stamp;
            var field = Shown.Of(row.Field(column));
            Problem(row, column, $"time: '{field}' is in the hour that New York's clocks jump over on that day; say so if times are UTC (--read zone=utc)");
            return false;
        }
        (bar.Start, bar.End) = _import.Times.Within(stamp, _layout.Period, _import.StampNames);
        return true;
    }

    private SeriesImport? FindSeries(CsvRows row)
    {
        if (_columns.Symbol < 0) return _lastSeries ??= _import.Series(_layout.Symbol!.Value, _layout.Period);
        var field = row.Field(_columns.Symbol);
        if (_lastSeries is not null && field.SequenceEqual(_lastSymbol)) return _lastSeries;
        if (!_series.TryGetValue(field, out var series))
        {
            if (!Symbol.TryParse(field.ToString(), out var symbol))
            {
                Problem(row, _columns.Symbol, $"symbol: '{Shown.Of(field)}' is not a symbol of 1 to 15 letters, digits or . - / = ^");
                return null;
            }
            _series[field] = series = _import.Series(symbol, _layout.Period);
        }
        (_lastSymbol, _lastSeries) = (field.ToString(), series);
        return series;
    }

    private void Tell(string about, NoteList notes)
    {
        if (_columns.Volume < 0) notes.Add(about, "there is no column of volumes; they are 0");
        notes.AddCount(about, _withoutPrices, "row without prices is left out", "rows without prices are left out");
        notes.AddCount(about, _prices.WithoutVolume, "row has no volume, which is read as 0", "rows have no volume, which is read as 0");
        notes.AddCount(about, _prices.RoundedVolumes, "volume with a part of a share is rounded", "volumes with parts of a share are rounded");
        notes.AddCount(
            about,
            _withoutSession,
            "row is of a day without a session; its bar is given 9:30 to 16:00 New York time",
            "rows are of days without a session; their bars are given 9:30 to 16:00 New York time");
    }

    private void Problem(CsvRows row, int column, string message) => _import.Problems.Add(_text.Name, row.Line, column + 1, message);
}
