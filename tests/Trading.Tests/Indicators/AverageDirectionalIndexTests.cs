using Trading.Indicators;

namespace Trading.Tests.Indicators;

public class AverageDirectionalIndexTests
{
    [Fact]
    public void It_measures_directional_movement_as_Wilder_does() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
        {
            var (plus, minus, adx) = Definition.Directional(bars, n);
            Readings.AssertClose(plus, new AverageDirectionalIndex(n).Read(bars, index => index.PlusDi), small: 1e-9);
            Readings.AssertClose(minus, new AverageDirectionalIndex(n).Read(bars, index => index.MinusDi), small: 1e-9);
            Readings.AssertClose(adx, new AverageDirectionalIndex(n).Read(bars), small: 1e-9);
        });

    [Fact]
    public void It_gives_the_published_lines()
    {
        const double rounding = 1e-7;
        var bars = BarsOf.HighLowClose(Published.DirectionalBars);
        Readings.AssertPublished(14, Published.PlusDi14, new AverageDirectionalIndex(14).Read(bars, index => index.PlusDi), rounding);
        Readings.AssertPublished(14, Published.MinusDi14, new AverageDirectionalIndex(14).Read(bars, index => index.MinusDi), rounding);
        Readings.AssertPublished(14, Published.Dx14, new AverageDirectionalIndex(14).Read(bars, index => index.DirectionalIndex), rounding);
        Readings.AssertPublished(27, Published.Adx14, new AverageDirectionalIndex(14).Read(bars), rounding);
    }

    [Fact]
    public void It_gives_the_lines_worked_by_hand()
    {
        var bars = BarsOf.HighLowClose((10, 8, 9), (12, 9, 11), (11, 7, 8), (14, 8, 13));
        const double none = double.NaN;

        Readings.AssertClose([none, none, 100 / 3.5, 200 / 4.75], new AverageDirectionalIndex(2).Read(bars, index => index.PlusDi));
        Readings.AssertClose([none, none, 100 / 3.5, 50 / 4.75], new AverageDirectionalIndex(2).Read(bars, index => index.MinusDi));
        Readings.AssertClose([none, none, 0, 60], new AverageDirectionalIndex(2).Read(bars, index => index.DirectionalIndex), small: 1e-12);
        Readings.AssertClose([none, none, none, 30], new AverageDirectionalIndex(2).Read(bars));
    }

    [Fact]
    public void A_flat_series_has_no_direction()
    {
        var index = new AverageDirectionalIndex(14);
        Assert.Equal(0, index.Read(BarsOf.Closes([.. Enumerable.Repeat(10m, 40)]))[^1]);
        Assert.Equal((0, 0, 0), (index.PlusDi, index.MinusDi, index.DirectionalIndex));
    }

    [Fact]
    public void A_bar_that_goes_as_far_up_as_down_moves_in_no_direction()
    {
        var index = new AverageDirectionalIndex(1);
        index.Read(BarsOf.HighLowClose((10, 8, 9), (11, 7, 9)));
        Assert.Equal((0, 0, 0), (index.PlusDi, index.MinusDi, index.Value));
    }
}
