using Microsoft.Extensions.Time.Testing;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>What was read from text once is read from the cache after that, as long as it is the same.</summary>
public sealed class BarCacheTests : IDisposable
{
    private const string Days = "symbol,date,open,high,low,close\n^GSPC,2020-01-03,2,2,2,2\n^GSPC,2020-01-02,1,1,1,1\nBRK/B,2020-01-02,1,1,1,1\n";

    private readonly TempFolder _folder = new();
    private readonly TempFolder _cache = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void The_second_time_bars_and_notes_come_from_the_cache()
    {
        var read = Open(Days);
        var folder = Assert.Single(Directory.GetDirectories(_cache.Path));
        Assert.Equal(["%5EGSPC-1d.bars", "BRK%2FB-1d.bars", "contents.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // Another text of the same size and time of change: only the cache still has the bars of before.
        var changed = File.GetLastWriteTimeUtc(_folder["x.csv"]);
        _folder.Write("x.csv", Days.Replace(",1,1,1,1", ",9,9,9,9"));
        File.SetLastWriteTimeUtc(_folder["x.csv"], changed);
        var cached = Open();

        Assert.Equal(read.All(), cached.All());
        Assert.Equal(read.Series, cached.Series);
        Assert.Equal(read.Notes, cached.Notes);
        Assert.NotEmpty(cached.Notes);
    }

    [Fact]
    public void Without_a_cache_the_same_bars_and_notes_are_read()
    {
        var cached = Open(Days);
        var plain = _folder.Open("x.csv");
        Assert.Equal(plain.All(), cached.All());
        Assert.Equal(plain.Series, cached.Series);
        Assert.Equal(plain.Notes, cached.Notes);
    }

    [Fact]
    public void A_file_that_has_changed_is_read_again_and_its_old_bars_go()
    {
        Open(Days);
        var old = Assert.Single(Directory.GetDirectories(_cache.Path));
        Assert.Equal(3, Open(Days + "^GSPC,2020-01-06,3,3,3,3\n").Series.First(series => series.Symbol == "^GSPC").Count);
        Assert.NotEqual(old, Assert.Single(Directory.GetDirectories(_cache.Path)));
    }

    [Fact]
    public void Another_file_in_a_folder_makes_it_another_source()
    {
        _folder.Write("a.csv", Days);
        Assert.Equal(2, Open(name: "").Series.Length);
        _folder.Write("KO.csv", "date,open,high,low,close\n2020-01-02,1,1,1,1\n");
        Assert.Equal(3, Open(name: "").Series.Length);
    }

    [Fact]
    public void Other_options_are_kept_beside()
    {
        Open(Days);
        _folder.Open("x.csv", new HistoricalDataOptions { CacheDirectory = _cache.Path, Symbol = "X" });
        Assert.Equal(2, Directory.GetDirectories(_cache.Path).Length);
    }

    [Fact]
    public void Data_that_is_refused_leaves_nothing_in_the_cache()
    {
        Assert.Throws<HistoricalDataException>(() => Open(Days + "KO,2020-01-02,1,1,1,x\n"));
        Assert.Empty(Directory.GetFileSystemEntries(_cache.Path));
    }

    [Theory]
    [InlineData("contents.json", "{")]
    [InlineData("contents.json", "{}")]
    [InlineData("contents.json", "null")]
    [InlineData("BRK%2FB-1d.bars", "")]
    [InlineData("BRK%2FB-1d.bars", "damaged")]
    public void A_damaged_cache_is_made_anew(string file, string content)
    {
        var read = Open(Days).All();
        var folder = Assert.Single(Directory.GetDirectories(_cache.Path));
        File.WriteAllText(Path.Combine(folder, file), content);
        Assert.Equal(read, Open().All());
        Assert.NotEqual(content, File.ReadAllText(Path.Combine(folder, file)));
        File.Delete(Path.Combine(folder, file));
        Assert.Equal(read, Open().All());
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_noted_and_done_without()
    {
        _folder.Write("x.csv", Days);
        _cache.Write("file", "no folder");
        var data = _folder.Open("x.csv", new HistoricalDataOptions { CacheDirectory = _cache["file/below"] });
        Assert.Equal(_folder.Open("x.csv").All(), data.All());
        Assert.StartsWith($"{_cache["file/below"]}: the cache cannot be used, and the data is held in memory: ", data.Notes[^1].ToString());
    }

    [Fact]
    public void A_disk_that_fills_up_is_told_from_bad_data()
    {
        var import = new BarImport(new NyseCalendar(), new FullDisk()) { MostHeldOfSeries = 16 };
        var series = import.Series("X", BarPeriod.Day);
        Assert.Throws<CacheException>(() =>
        {
            for (var i = 0; i < 10_000; i++) series.Add(new ImportedBar { Stamp = i * 10, Start = i * 10, End = (i * 10) + 5, Open = 1, High = 1, Low = 1, Close = 1 });
            import.Complete();
        });
    }

    [Fact]
    public void A_cache_within_the_data_is_no_data()
    {
        _folder.Write("x.csv", Days);
        var options = new HistoricalDataOptions { CacheDirectory = _folder["cache"] };
        Assert.Equal(2, _folder.Open("", options).Series.Length);
        Assert.True(Directory.Exists(_folder["cache"]));
        Assert.Equal(2, _folder.Open("", options).Series.Length);
    }

    [Fact]
    public void Drafts_are_taken_away_when_they_are_a_day_old()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        Directory.CreateDirectory(_cache["draft-abandoned"]);
        using (new BarCache(_cache.Path, clock).Begin()) Assert.True(Directory.Exists(_cache["draft-abandoned"]));
        clock.Advance(TimeSpan.FromHours(25));
        using (new BarCache(_cache.Path, clock).Begin()) Assert.False(Directory.Exists(_cache["draft-abandoned"]));
    }

    [Fact]
    public void Programs_that_fill_the_cache_at_once_agree()
    {
        _folder.Write("x.csv", Days);
        var expected = _folder.Open("x.csv").All();
        Parallel.For(0, 16, _ => Assert.Equal(expected, Open().All()));
        Assert.Single(Directory.GetDirectories(_cache.Path));
    }

    [Fact]
    public void What_one_program_put_there_can_be_read_while_others_put_the_same()
    {
        _folder.Write("x.csv", Days);
        for (var round = 0; round < 50; round++)
        {
            using var cache = new TempFolder();
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
                Assert.NotEmpty(_folder.Open("x.csv", new HistoricalDataOptions { CacheDirectory = cache.Path }).All()));
        }
    }

    [Fact]
    public void A_source_that_another_program_put_there_meanwhile_stays()
    {
        var cache = new BarCache(_cache.Path, TimeProvider.System);
        var key = new SourceKey("identity", "state");
        using var one = cache.Begin();
        using var other = cache.Begin();
        cache.Put(key, one, [], [new DataNote("by", "one")]);
        Assert.Equal("by: one", Assert.Single(cache.Put(key, other, [], [new DataNote("by", "other")]).Notes).ToString());
    }

    [Fact]
    public void The_users_own_place_for_caches_is_known() =>
        Assert.EndsWith(Path.Combine("trading", "bars"), HistoricalDataOptions.DefaultCacheDirectory);

    private HistoricalData Open(string? text = null, string name = "x.csv")
    {
        if (text is not null) _folder.Write(name, text);
        return _folder.Open(name, new HistoricalDataOptions { CacheDirectory = _cache.Path });
    }

    private sealed class FullDisk : BarStore
    {
        public override StoredBars Add() => new Image();

        private sealed class Image : StoredBars
        {
            public override Stream Stream { get; } = new FullStream();
            public override BarBytes Open() => throw new NotSupportedException();

            public override void Discard()
            {
            }
        }

        private sealed class FullStream : MemoryStream
        {
            public override void Write(ReadOnlySpan<byte> buffer)
            {
                if (Length + buffer.Length > 10_000) throw new IOException("No space left on device");
                base.Write(buffer);
            }
        }
    }
}
