using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>One reading of all texts of a source into a store, with everything that is found on the way.</summary>
internal sealed class BarImport(IMarketCalendar calendar, BarStore store) : IDisposable
{
    private readonly Dictionary<(Symbol, BarPeriod), SeriesImport> _series = [];
    private readonly List<string> _texts = [];
    private long _held;

    /// <summary>Which end of its bar the time of a row names.</summary>
    public BarStamp StampNames { get; init; }

    /// <summary>How many rows all series hold together before they write them on, so that many symbols do not add up.</summary>
    /// <remarks>A row has 80 bytes.</remarks>
    public long MostHeld { get; init; } = 1 << 22;

    /// <summary>How many rows a series holds before it writes them on.</summary>
    public int MostHeldOfSeries { get; init; } = 1 << 18;

    public ProblemList Problems { get; } = new();
    public NoteList Notes { get; } = new();
    public ExchangeClock Clock { get; } = new();
    public BlockEncoder Encoder { get; } = new();
    public BarTimes Times => field ??= new BarTimes(calendar, Clock);

    public int AddText(string name)
    {
        _texts.Add(name);
        return _texts.Count - 1;
    }

    public string NameOf(int text) => _texts[text];

    public SeriesImport Series(Symbol symbol, BarPeriod period)
    {
        if (!_series.TryGetValue((symbol, period), out var series)) _series[(symbol, period)] = series = new SeriesImport(symbol, period, this);
        return series;
    }

    /// <summary>Counts a row that a series holds, and makes all write theirs on when they are many.</summary>
    public void Hold()
    {
        if (++_held < MostHeld) return;
        foreach (var series in _series.Values) series.Spill();
    }

    public void Release(int rows) => _held -= rows;

    /// <summary>One image for each series, by symbol, then period.</summary>
    /// <exception cref="CacheException">The store cannot be written.</exception>
    public List<(Symbol Symbol, BarPeriod Period, StoredBars Bars)> Complete() =>
    [
        .. _series.Values
            .OrderBy(series => series.Symbol).ThenBy(series => series.Period)
            .Select(series => (series.Symbol, series.Period, series.Complete())),
    ];

    public StoredBars NewImage() => store.Add();

    public void Dispose()
    {
        foreach (var series in _series.Values) series.Dispose();
    }
}
