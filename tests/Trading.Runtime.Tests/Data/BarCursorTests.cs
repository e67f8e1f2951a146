using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>The cursor goes through the bars of all series in the order in which they become known.</summary>
public sealed class BarCursorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bars_come_by_their_end_then_by_symbol_and_none_is_lost() => GenBars.Upto(60).Array[0, 12].Sample(
        sets =>
        {
            var series = sets.Select((bars, i) => new BarSeries($"S{(i * 7) % 13}", BarPeriod.Minute, bars)).ToList();
            var expected = series
                .SelectMany(one => one.Bars.Select(bar => (one.Symbol, Bar: bar)))
                .OrderBy(one => one.Bar.End).ThenBy(one => one.Symbol.Value, StringComparer.Ordinal);
            Assert.Equal(expected, HistoricalData.Of(series).All());
        },
        iter: 500);

    [Fact]
    public void Symbols_that_trade_in_step_come_in_the_same_order_each_minute()
    {
        var data = HistoricalData.Of(Synthetic("MSFT", 1000), Synthetic("AAPL", 1500), Synthetic("KO", 1000));
        var all = data.All();
        Assert.Equal(3500, all.Count);
        Assert.Equal(["AAPL", "KO", "MSFT", "AAPL", "KO", "MSFT"], all.Take(6).Select(one => one.Symbol.Value));
        Assert.True(all.Zip(all.Skip(1)).All(pair => pair.First.Bar.End <= pair.Second.Bar.End));
    }

    [Fact]
    public void A_cursor_at_its_end_stays_there()
    {
        foreach (var data in new[] { HistoricalData.Of(Synthetic("A", 3)), HistoricalData.Of(Synthetic("A", 3), Synthetic("B", 0)), HistoricalData.Of(Synthetic("A", 0)) })
        {
            using var cursor = data.OpenCursor();
            while (cursor.MoveNext())
            {
            }
            Assert.False(cursor.MoveNext());
            Assert.False(cursor.MoveNext());
        }
        using var empty = HistoricalData.Of(ImmutableArray<IBarSource>.Empty).OpenCursor();
        Assert.False(empty.MoveNext());
        Assert.False(empty.MoveNext());
    }

    [Fact]
    public void A_cursor_ahead_of_the_first_bar_has_none() =>
        Assert.Throws<IndexOutOfRangeException>(() => HistoricalData.Of(Synthetic("A", 3)).OpenCursor().Current);

    [Fact]
    public void Cursors_do_not_disturb_each_other()
    {
        var data = HistoricalData.Of(Synthetic("A", 500), Synthetic("B", 500));
        using var one = data.OpenCursor();
        using var other = data.OpenCursor();
        for (var i = 0; i < 700; i++) Assert.True(one.MoveNext());
        Assert.True(other.MoveNext());
        Assert.Equal(DateTimeOffset.UnixEpoch, other.Current.Start);
    }

    [Fact]
    public void Series_may_be_chosen_by_symbol_period_and_time()
    {
        var hours = new BarSeries("A", BarPeriod.Hour, [Synthetic("A", 1).Bars()[0] with { End = DateTimeOffset.UnixEpoch.AddHours(1) }]);
        var data = HistoricalData.Of([Synthetic("A", 10), Synthetic("B", 10), new SeriesSource(hours)]);
        Assert.Equal(["A 1m", "A 1h", "B 1m"], data.Series.Select(series => $"{series.Symbol} {series.Period}"));
        Assert.Equal(["B 1m"], data.Only(new Symbol("B")).Series.Select(series => $"{series.Symbol} {series.Period}"));
        Assert.Equal(["A 1h"], data.Only(BarPeriod.Hour).Series.Select(series => $"{series.Symbol} {series.Period}"));

        var window = data.Only(BarPeriod.Minute).Between(DateTimeOffset.UnixEpoch.AddMinutes(3), DateTimeOffset.UnixEpoch.AddMinutes(5));
        Assert.Equal(["00:03 A", "00:03 B", "00:04 A", "00:04 B"], window.All().Select(one => $"{one.Bar.Start:HH:mm} {one.Symbol}"));
        Assert.Null(window.Series[0].Count);
        Assert.Equal(10, data.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Series[0].Count);
    }

    [Fact]
    public void A_window_takes_the_bars_within_it() => Gen.Select(Gen.Int[0, 1200], Gen.Int[-10, 1300], Gen.Int[-10, 1300]).Sample((count, from, to) =>
    {
        var data = HistoricalData.Of(Synthetic("A", count)).Between(DateTimeOffset.UnixEpoch.AddMinutes(from), DateTimeOffset.UnixEpoch.AddMinutes(to));
        Assert.Equal(Math.Max(0, Math.Min(to, count) - Math.Max(from, 0)), data.Bars().Count);
    });

    [Fact]
    public void One_symbol_and_period_is_there_once()
    {
        Assert.Throws<ArgumentException>(() => HistoricalData.Of(Synthetic("A", 3), Synthetic("A", 4)));
        WriteBars("one.bars", Synthetic("A", 3));
        WriteBars("two.bars", Synthetic("A", 3));
        Assert.Contains("has A 1m twice", Assert.Throws<HistoricalDataException>(() => _folder.Open()).Message);
    }

    [Fact]
    public void Files_of_bars_and_of_text_may_lie_together()
    {
        WriteBars("a.bars", Synthetic("A", 3));
        _folder.Write("b.csv", "time,open,high,low,close\n1970-01-01T00:00:00Z,1,1,1,1\n1970-01-01T00:01:00Z,1,1,1,1\n");
        Assert.Equal(["A", "B", "A", "B", "A"], _folder.Open().All().Select(one => one.Symbol.Value));
    }

    [Fact]
    public void A_file_that_is_written_anew_while_it_is_open_is_told()
    {
        WriteBars("a.bars", Synthetic("A", 3));
        var data = _folder.Open();
        WriteBars("a.bars", Synthetic("A", 4));
        Assert.Contains("open the data again", Assert.Throws<BarFileException>(() => data.OpenCursor()).Message);
        File.Delete(_folder["a.bars"]);
        Assert.Throws<BarFileException>(() => data.OpenCursor());
    }

    [Fact]
    public void Going_through_bars_allocates_nothing_a_bar()
    {
        WriteBars("a.bars", Synthetic("A", 300_000));
        WriteBars("b.bars", Synthetic("B", 300_000));
        foreach (var data in new[] { _folder.Open(), _folder.Open("a.bars"), HistoricalData.Of(Synthetic("C", 300_000)) })
        {
            using var cursor = data.OpenCursor();
            for (var i = 0; i < 5_000; i++) Assert.True(cursor.MoveNext());
            var before = GC.GetAllocatedBytesForCurrentThread();
            long bars = 5_000;
            while (cursor.MoveNext()) bars++;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(data.Series.Sum(series => series.Count), bars);
            // A block that is larger than the ones before it may grow the reader's buffer.
            Assert.InRange(allocated, 0, 200_000);
        }
    }

    private static SyntheticBars Synthetic(string symbol, long count) =>
        SyntheticBars.Contiguous(symbol, 9, count, DateTimeOffset.UnixEpoch, Price.Parse("100"));

    private void WriteBars(string name, SyntheticBars source)
    {
        using var writer = BarFileWriter.Create(_folder[name], source.Info.Symbol, source.Info.Period);
        writer.Write(source.Bars().ToArray());
        writer.Complete();
    }
}
