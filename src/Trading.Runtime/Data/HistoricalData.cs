using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>The bars of one or many symbols, from files, from memory or made up, to be gone through in order of time.</summary>
/// <remarks>
/// Files may be CSV of any common shape (plain, gzip or ZIP) or <c>.bars</c>; see docs/data.md. Text is read once, on
/// opening, into packed bars: in the cache, if there is one, else in memory, at some ten bytes a bar. Going through the bars
/// takes memory that does not grow with their number. Immutable; cursors are independent of each other.
/// </remarks>
public sealed class HistoricalData
{
    private readonly ImmutableArray<IBarSource> _sources;

    private HistoricalData(ImmutableArray<IBarSource> sources, ImmutableArray<DataNote> notes)
    {
        _sources = [.. sources.OrderBy(source => source.Info.Symbol).ThenBy(source => source.Info.Period)];
        Series = [.. _sources.Select(source => source.Info)];
        Notes = notes;
    }

    /// <summary>The series, by symbol (ordinal), then period; none is there twice.</summary>
    public ImmutableArray<BarSeriesInfo> Series { get; }

    /// <summary>What the reader did that the owner of the data should know: rows sorted, left out, read one way of two.</summary>
    public ImmutableArray<DataNote> Notes { get; }

    /// <summary>Opens the data at a path.</summary>
    /// <param name="path">A file, a folder with all folders in it, or a pattern with <c>*</c>, <c>?</c> or <c>**</c>.</param>
    /// <param name="calendar">Tells when the session of a daily bar opens and closes.</param>
    /// <param name="options">How the files are to be understood, and where bars read from text are kept.</param>
    /// <exception cref="HistoricalDataException">
    /// Nothing is there, or it holds things that are no bars. The exception lists the first with file, line and column.
    /// </exception>
    /// <exception cref="BarFileException">A <c>.bars</c> file is damaged or of another version.</exception>
    public static HistoricalData Open(string path, IMarketCalendar calendar, HistoricalDataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(calendar);
        options ??= new HistoricalDataOptions();
        var files = DataFiles.Find(path, options.CacheDirectory);
        ImmutableArray<IBarSource> bars;
        IReadOnlyList<DataFilePath> texts;
        try
        {
            var byKind = files.ToLookup(DataFile.IsBars);
            bars = [.. byKind[true].Select(file => new BarFileSource(() => BarBytes.OfFile(file.FullPath), file.FullPath))];
            texts = [.. byKind[false]];
        }
        catch (Exception e) when (e is not BarFileException && e is IOException or UnauthorizedAccessException)
        {
            throw new HistoricalDataException(path, $"cannot be read: {e.Message}", e);
        }

        if (texts.Count == 0) return new HistoricalData(Distinct(path, bars), []);
        var (read, notes) = ReadTexts(path, texts, calendar, options);
        return new HistoricalData(Distinct(path, bars.AddRange(read)), notes);
    }

    /// <summary>Takes bars that are in memory.</summary>
    /// <exception cref="ArgumentException">Two series are of one symbol and period.</exception>
    public static HistoricalData Of(params IEnumerable<BarSeries> series) => Of([.. series.Select(one => new SeriesSource(one))]);

    /// <summary>Takes bars from any sources, such as <see cref="SyntheticBars"/>.</summary>
    /// <exception cref="ArgumentException">Two sources are of one symbol and period.</exception>
    public static HistoricalData Of(params IEnumerable<IBarSource> sources)
    {
        var all = sources.ToImmutableArray();
        return FindTwice(all) is { } twice
            ? throw new ArgumentException($"{twice.Symbol} {twice.Period} is there twice.", nameof(sources))
            : new HistoricalData(all, []);
    }

    /// <summary>The same data with the series of these symbols alone.</summary>
    public HistoricalData Only(params IEnumerable<Symbol> symbols)
    {
        var wanted = symbols.ToHashSet();
        return new HistoricalData([.. _sources.Where(source => wanted.Contains(source.Info.Symbol))], Notes);
    }

    /// <summary>The same data with the series of one period alone.</summary>
    public HistoricalData Only(BarPeriod period) => new([.. _sources.Where(source => source.Info.Period == period)], Notes);

    /// <summary>The same data with the bars alone that start at <paramref name="from"/> or later and end at <paramref name="to"/> or earlier.</summary>
    public HistoricalData Between(DateTimeOffset from, DateTimeOffset to) => new([.. _sources.Select(source => new BarWindow(source, from, to))], Notes);

    /// <summary>A new cursor, ahead of the first bar.</summary>
    /// <exception cref="BarFileException">A file has gone, or has changed since it was opened.</exception>
    public BarCursor OpenCursor() => new(_sources);

    private static (ImmutableArray<IBarSource>, ImmutableArray<DataNote>) ReadTexts(
        string path, IReadOnlyList<DataFilePath> texts, IMarketCalendar calendar, HistoricalDataOptions options)
    {
        var reader = new SourceReader(path, texts, calendar, options);
        DataNote? note = null;
        if (options.CacheDirectory is { } directory)
        {
            try
            {
                var cached = ReadThroughCache(path, texts, calendar, options, reader, new BarCache(directory, TimeProvider.System));
                return (cached.Series, cached.Notes);
            }
            catch (CacheException e)
            {
                note = new DataNote(directory, $"the cache cannot be used, and the data is held in memory: {e.Message}");
            }
        }
        var (series, notes) = reader.ReadInto(new MemoryStore());
        var sources = series.Select(one => new BarFileSource(one.Bars.Open, $"{one.Symbol} {one.Period}"));
        return ([.. sources], note is null ? notes.ToImmutable() : notes.ToImmutable().Add(note));
    }

    private static CachedSource ReadThroughCache(
        string path, IReadOnlyList<DataFilePath> texts, IMarketCalendar calendar, HistoricalDataOptions options, SourceReader reader, BarCache cache)
    {
        var key = SourceKey.Of(path, texts, calendar, options);
        if (cache.Find(key) is { } cached) return cached;
        using var draft = cache.Begin();
        var (series, notes) = reader.ReadInto(draft);
        if (SourceKey.Of(path, texts, calendar, options) != key)
            throw new HistoricalDataException(path, "was changed while it was read; open it again when it is whole");
        return cache.Put(key, draft, series, notes.ToImmutable());
    }

    private static ImmutableArray<IBarSource> Distinct(string path, ImmutableArray<IBarSource> sources) => FindTwice(sources) is { } twice
        ? throw new HistoricalDataException(path, $"has {twice.Symbol} {twice.Period} twice, in .bars files or in a .bars file and a text; keep one of them")
        : sources;

    private static BarSeriesInfo? FindTwice(ImmutableArray<IBarSource> sources) =>
        sources.Select(source => source.Info).GroupBy(info => (info.Symbol, info.Period)).FirstOrDefault(group => group.Count() > 1)?.First();
}
