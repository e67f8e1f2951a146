using Trading.Indicators;

namespace Trading.Tests.Indicators;

public class RelativeStrengthIndexTests
{
    [Fact]
    public void It_weighs_gains_against_losses_as_Wilder_does() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
            Readings.AssertClose(Definition.Rsi(bars, n), new RelativeStrengthIndex(n).Read(bars), small: 1e-9));

    [Fact]
    public void It_gives_the_published_index() =>
        Readings.AssertPublished(
            14, Published.Rsi14, new RelativeStrengthIndex(14).Read(BarsOf.Closes(Published.RsiCloses)), rounding: 5.1e-5);

    [Fact]
    public void It_gives_the_index_of_Wilders_worksheet_but_for_his_rounding() =>
        Readings.AssertPublished(
            14, Published.WilderRsi14, new RelativeStrengthIndex(14).Read(BarsOf.Closes(Published.WilderCloses)), rounding: 0.53);

    [Fact]
    public void A_flat_series_is_in_the_middle() =>
        Assert.Equal(50, new RelativeStrengthIndex(14).Read(BarsOf.Closes([.. Enumerable.Repeat(10m, 40)]))[^1]);

    [Fact]
    public void Only_gains_are_a_hundred_and_only_losses_are_nothing()
    {
        decimal[] rising = [.. Enumerable.Range(1, 40).Select(i => 10m + i * 0.07m)];
        Assert.All(new RelativeStrengthIndex(14).Read(BarsOf.Closes(rising))[14..], value => Assert.Equal(100, value));
        Assert.All(new RelativeStrengthIndex(14).Read(BarsOf.Closes([.. rising.Reverse()]))[14..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void It_never_leaves_its_scale() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
            Assert.All(new RelativeStrengthIndex(n).Read(bars)[Math.Min(n, bars.Length)..], value => Assert.InRange(value, 0, 100)));
}
