using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>Rows in any order and number become one series in order of time, whether or not they fit into memory.</summary>
public class BarImportTests
{
    private static readonly Gen<(int Minute, int Price)[]> Rows =
        Gen.Select(Gen.Int[0, 400], Gen.Int[1, 2]).Array[1, 300];

    [Fact]
    public void However_few_rows_are_held_the_bars_are_the_same() => Gen.Select(Rows, Gen.Int[16, 64], Gen.Int[1, 200]).Sample(
        (rows, mostOfSeries, most) =>
        {
            using var import = new BarImport(new NyseCalendar(), new MemoryStore()) { MostHeldOfSeries = mostOfSeries, MostHeld = most };
            foreach (var (minute, price) in rows) import.Series(price == 1 ? "A" : "B", BarPeriod.Minute).Add(Row(minute, price, minute));
            var expected = rows.Distinct().OrderBy(row => row.Price).ThenBy(row => row.Minute).Select(row => (row.Price, (long)row.Minute));
            var actual = import.Complete().SelectMany(series =>
            {
                using var reader = new BarFileReader(series.Bars.Open());
                return reader.Bars().Select(bar => ((int)bar.Open.Units, bar.Start.UtcTicks / TimeSpan.TicksPerMinute));
            });
            Assert.Equal(expected, actual);
            Assert.Equal(0, import.Problems.Total);
            var twice = rows.Length - rows.Distinct().Count();
            Assert.Equal(twice, Count(import, "say"));
        },
        iter: 200);

    [Fact]
    public void Rows_that_contradict_each_other_are_found_wherever_they_are() => Gen.Select(Gen.Int[2, 300], Gen.Int[0, 299], Gen.Int[0, 299], Gen.Int[16, 64]).Sample(
        (count, at, like, most) =>
        {
            (at, like) = (at % count, like % count);
            if (at == like) return;
            using var import = new BarImport(new NyseCalendar(), new MemoryStore()) { MostHeldOfSeries = most };
            import.AddText("x.csv");
            // Newest first, so that every run lies ahead of the one before it.
            for (var i = 0; i < count; i++) import.Series("A", BarPeriod.Minute).Add(Row(1000 - (i == at ? like : i), i == at ? 2 : 1, i + 1));
            import.Complete();
            var problem = Assert.Single(import.Problems.First);
            Assert.Contains("is there twice", problem.Message);
        },
        iter: 200);

    [Fact]
    public void A_file_newest_first_of_many_rows_is_turned_around()
    {
        using var import = new BarImport(new NyseCalendar(), new MemoryStore()) { MostHeldOfSeries = 1000 };
        for (var i = 100_000; i > 0; i--) import.Series("A", BarPeriod.Minute).Add(Row(i, 1, 100_001 - i));
        using var reader = new BarFileReader(import.Complete()[0].Bars.Open());
        Assert.Equal(Enumerable.Range(1, 100_000).Select(i => i * TimeSpan.TicksPerMinute), reader.Bars().Select(bar => bar.Start.UtcTicks));
        Assert.Equal(99_999, Count(import, "out of order"));
    }

    [Fact]
    public void Notes_of_very_many_are_the_first_and_their_number()
    {
        var notes = new NoteList();
        for (var i = 0; i < 250; i++) notes.Add("file", "note");
        Assert.Equal(101, notes.ToImmutable().Length);
        Assert.Equal("data: and 150 more notes", notes.ToImmutable()[^1].ToString());
    }

    private static ImportedBar Row(int minute, int price, long line) => new()
    {
        Stamp = minute * TimeSpan.TicksPerMinute,
        Start = minute * TimeSpan.TicksPerMinute,
        End = (minute + 1) * TimeSpan.TicksPerMinute,
        Open = price,
        High = price,
        Low = price,
        Close = price,
        Line = line,
    };

    private static int Count(BarImport import, string message) =>
        import.Notes.ToImmutable().Where(note => note.Message.Contains(message)).Sum(note => int.Parse(note.Message.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
}
