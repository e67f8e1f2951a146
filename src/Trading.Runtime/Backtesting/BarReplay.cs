using Trading.Runtime.Data;

namespace Trading.Runtime.Backtesting;

/// <summary>Shows a desk the bars of a cursor, instant by instant, and marks what the account is worth after each.</summary>
internal sealed class BarReplay
{
    private readonly BarCursor _cursor;
    private readonly VirtualDesk _desk;
    private readonly PerformanceMeasure _measure;
    private readonly EquityMarks _equity;
    private readonly VirtualDesk.SymbolLine[] _lines;
    private readonly int[] _told;

    public BarReplay(HistoricalData data, BarCursor cursor, VirtualDesk desk, PerformanceMeasure measure)
    {
        (_cursor, _desk, _measure, _equity) = (cursor, desk, measure, new EquityMarks(desk.Exchange, measure.Equity));
        _lines = [.. data.Series.Select(series => desk.LineOf(series.Symbol))];
        _told = new int[_lines.Length];
    }

    /// <summary>Bars shown so far.</summary>
    public long Bars { get; private set; }

    /// <summary>Whether the data holds bars that were not shown.</summary>
    public bool HasBar { get; private set; }

    /// <summary>Opens the desk when the first bar starts, which is returned; the default where there is none.</summary>
    public DateTimeOffset Begin()
    {
        HasBar = _cursor.MoveNext();
        if (!HasBar) return default;
        var first = _cursor.Current.Start;
        _desk.Open(first);
        return first;
    }

    /// <summary>Goes on for at least so many bars, to the end of an instant.</summary>
    public void Go(int bars)
    {
        for (var until = Bars + bars; HasBar && Bars < until;) Step();
    }

    /// <summary>Marks what is left to be marked.</summary>
    public void Finish() => _equity.Finish();

    // Its own method, so that it is compiled for itself: a loop that runs once is compiled while it runs, and less well.
    private void Step()
    {
        var instant = _cursor.Current.End;
        _desk.AdvanceTo(instant);
        var count = 0;
        do
        {
            _desk.Show(in _lines[_cursor.SymbolIndex], in _cursor.Current);
            _told[count++] = _cursor.SymbolIndex;
            HasBar = _cursor.MoveNext();
        }
        while (HasBar && _cursor.Current.End == instant);
        Bars += count;
        _desk.Tell(_told.AsSpan(0, count));
        _measure.OnMark(instant, _desk.Exchange.HasPositions);
        _equity.Mark(instant);
    }
}
