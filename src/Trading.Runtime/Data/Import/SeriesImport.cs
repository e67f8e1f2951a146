using System.Globalization;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Takes the rows of one symbol and period in any order, and makes one image of them in order of time.</summary>
/// <remarks>
/// Rows are held until there are many, sorted if need be, and written on. Rows that are in order make one image, however
/// many they are; others make several, each in order, which are merged at the end. So memory stays flat.
/// </remarks>
internal sealed class SeriesImport(Symbol symbol, BarPeriod period, BarImport import) : IDisposable
{
    private readonly RunCounts _counts = new();
    private readonly List<StoredBars> _runs = [];
    private ImportedBar[] _held = new ImportedBar[16];
    private int _count;
    private bool _sorted = true;
    private long _latest = long.MinValue;
    private BarRun? _run;

    public Symbol Symbol => symbol;
    public BarPeriod Period => period;

    public void Add(in ImportedBar bar)
    {
        if (_count == _held.Length)
        {
            if (_count < import.MostHeldOfSeries) Array.Resize(ref _held, _count * 2);
            else Spill();
        }
        if (bar.Stamp >= _latest)
        {
            _latest = bar.Stamp;
        }
        else
        {
            _counts.OutOfOrder++;
            _sorted = false;
        }
        _held[_count++] = bar;
        import.Hold();
    }

    /// <summary>Writes the held rows on.</summary>
    /// <exception cref="CacheException">The store cannot be written.</exception>
    public void Spill()
    {
        if (_count == 0) return;
        var rows = _held.AsSpan(0, _count);
        // Rows of one time stay in the order of the texts, so that the same data gives the same bars.
        if (!_sorted) rows.Sort(static (a, b) => (a.Stamp, a.Text, a.Line).CompareTo((b.Stamp, b.Text, b.Line)));
        CacheException.Guard(() =>
        {
            if (_run is not null && _held[0].Stamp < _run.LastStamp) EndRun();
            _run ??= NewRun();
            foreach (ref readonly var row in _held.AsSpan(0, _count)) _run.Add(row);
            return _count;
        });
        import.Release(_count);
        _count = 0;
        _sorted = true;
    }

    /// <summary>The one image of all rows.</summary>
    /// <exception cref="CacheException">The store cannot be written.</exception>
    public StoredBars Complete()
    {
        Spill();
        _held = [];
        var single = CacheException.Guard(() =>
        {
            EndRun();
            return _runs.Count == 1 ? _runs[0] : Merge();
        });
        Tell();
        return single;
    }

    public void Dispose() => _run?.Dispose();

    private BarRun NewRun()
    {
        var image = import.NewImage();
        return new BarRun(image, new BarFileWriter(image.Stream, symbol, period, import.Encoder), _counts, import.StampNames, Contradict);
    }

    private void EndRun()
    {
        if (_run is null) return;
        _runs.Add(_run.Complete());
        _run = null;
    }

    private StoredBars Merge()
    {
        _run = NewRun();
        var lanes = new List<RunLane>();
        try
        {
            var queue = new PriorityQueue<RunLane, (long Stamp, int Run)>();
            foreach (var run in _runs)
            {
                var lane = new RunLane(new BarFileReader(run.Open()), import.StampNames, lanes.Count);
                lanes.Add(lane);
                if (lane.MoveNext()) queue.Enqueue(lane, (lane.Current.Stamp, lane.Number));
            }
            while (queue.TryPeek(out var lane, out _))
            {
                _run.Add(lane.Current);
                if (lane.MoveNext()) queue.DequeueEnqueue(lane, (lane.Current.Stamp, lane.Number));
                else queue.Dequeue();
            }
        }
        finally
        {
            foreach (var lane in lanes) lane.Dispose();
        }
        var merged = _run.Complete();
        _run = null;
        foreach (var run in _runs) run.Discard();
        return merged;
    }

    private void Contradict(ImportedBar kept, ImportedBar other)
    {
        var time = UtcTime.OfTicks(other.Stamp).ToString(period.IsDaily ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        var about = $"{symbol} {time}";
        if (other.Line == 0)
        {
            import.Problems.Add($"{symbol} {period}", 0, 0, $"{time} is there twice, with different prices or volumes");
            return;
        }
        var first = kept.Line == 0 ? "a row far from it"
            : kept.Text == other.Text ? string.Create(CultureInfo.InvariantCulture, $"line {kept.Line}")
            : string.Create(CultureInfo.InvariantCulture, $"{import.NameOf(kept.Text)}:{kept.Line}");
        import.Problems.Add(import.NameOf(other.Text), other.Line, 0, $"{about} is there twice: prices or volume differ from {first}");
    }

    private void Tell()
    {
        var about = $"{symbol} {period}";
        // An odd bar may be cut, as at an open of half past nine; many tell that the period is wrong.
        if (_counts.Cut * 3 > _counts.Bars)
        {
            import.Problems.Refuse(about, 0, string.Create(
                CultureInfo.InvariantCulture,
                $"{_counts.Cut} of {_counts.Bars} rows come before the one ahead of them ends: bars of {period} are not what this is; give the right period (--read period=1m)"));
        }
        import.Notes.AddCount(about, _counts.OutOfOrder, "row was out of order and has been sorted in", "rows were out of order and have been sorted");
        import.Notes.AddCount(about, _counts.Duplicates, "row says the same as another and counts once", "rows say the same as another and count once");
        import.Notes.AddCount(about, _counts.Cut, "bar was cut short by its neighbour", "bars were cut short by their neighbours");
    }
}
