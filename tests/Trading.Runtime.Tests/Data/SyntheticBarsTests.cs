using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>Made-up bars are the same for a seed, and are bars.</summary>
public class SyntheticBarsTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_seed_gives_the_same_bars_everywhere() => Assert.Equal(
        [
            "2024-01-02 14:30-14:31 100 100.04 99.92 99.95 254871",
            "2024-01-02 14:31-14:32 99.95 99.99 99.89 99.89 57955",
            "2024-01-02 14:32-14:33 99.89 99.93 99.74 99.75 12894",
            "2024-01-02 14:33-14:34 99.75 99.75 99.65 99.68 144978",
        ],
        SyntheticBars.Contiguous("X", 42, 4, Start, Price.Parse("100")).Bars().Select(bar => bar.InShort()));

    [Fact]
    public void Another_seed_gives_other_bars() => Assert.NotEqual(
        SyntheticBars.Contiguous("X", 1, 50, Start, Price.Parse("100")).Bars(),
        SyntheticBars.Contiguous("X", 2, 50, Start, Price.Parse("100")).Bars());

    [Fact]
    public void Bars_are_well_formed_in_cents_and_follow_each_other() => Gen.Select(Gen.ULong, Gen.Int[1, 3000], Gen.Int[10, 10_000], Gen.Int[1, 500]).Sample(
        (seed, count, dollars, block) =>
        {
            using var reader = SyntheticBars.Contiguous("X", seed, count, Start, Price.FromDecimal(dollars)).OpenReader();
            var bars = new BarSeries("X", BarPeriod.Minute, [.. reader.Bars(block)]).Bars;
            Assert.Equal(count, bars.Length);
            Assert.All(bars, bar => Assert.Equal(0, bar.Close.Units % 1_000_000));
            Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.True(pair.First.Close == pair.Second.Open && pair.First.End == pair.Second.Start));
        },
        iter: 50);

    [Fact]
    public void A_long_walk_neither_runs_away_nor_stands_still()
    {
        using var reader = SyntheticBars.Contiguous("X", 3, 2_000_000, Start, Price.Parse("100")).OpenReader();
        var bars = new Bar[1000];
        var moved = 0;
        while (reader.Read(bars) > 0)
        {
            Assert.InRange(bars[^1].Close.ToDecimal(), 40, 250);
            if (bars[0].Open != bars[^1].Close) moved++;
        }
        Assert.InRange(moved, 1900, 2000);
    }

    [Fact]
    public void Sessions_are_those_of_the_calendar()
    {
        // The day before Independence Day closes early, and the holiday has no session.
        var bars = SyntheticBars.OverSessions("X", 1, 210 + 390 + 1, new DateOnly(2024, 7, 3), new NyseCalendar(), Price.Parse("50")).Bars();
        Assert.Equal("2024-07-03 13:30-13:31", bars[0].InShort()[..22]);
        Assert.Equal("2024-07-03 16:59-17:00", bars[209].InShort()[..22]);
        Assert.Equal("2024-07-05 13:30-13:31", bars[210].InShort()[..22]);
        Assert.Equal("2024-07-05 19:59-20:00", bars[599].InShort()[..22]);
        Assert.Equal("2024-07-08 13:30-13:31", bars[600].InShort()[..22]);
    }

    [Theory]
    [InlineData(-1, "100")]
    [InlineData(1, "9.99")]
    [InlineData(1, "10000.01")]
    public void A_walk_has_a_count_and_a_price_to_start_from(long count, string price) => Assert.Throws<ArgumentOutOfRangeException>(
        () => SyntheticBars.Contiguous("X", 1, count, Start, Price.Parse(price)));

    [Fact]
    public void The_generator_is_SplitMix64()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], new[] { random.Next(), random.Next(), random.Next() });
    }
}
