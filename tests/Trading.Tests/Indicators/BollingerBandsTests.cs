using Trading.Indicators;

namespace Trading.Tests.Indicators;

public class BollingerBandsTests
{
    [Fact]
    public void They_are_the_published_bands()
    {
        var bars = BarsOf.Closes(Published.BollingerCloses);
        Readings.AssertPublished(19, Published.BollingerMiddle, new BollingerBands(20).Read(bars), rounding: 5.1e-7);
        Readings.AssertPublished(19, Published.BollingerUpper, new BollingerBands(20).Read(bars, bands => bands.Upper), rounding: 5.1e-7);
        Readings.AssertPublished(19, Published.BollingerLower, new BollingerBands(20).Read(bars, bands => bands.Lower), rounding: 5.1e-7);
        Readings.AssertPublished(19, Published.BollingerDeviation, new StandardDeviation(20).Read(bars), rounding: 5.1e-7);
    }

    [Fact]
    public void They_lie_their_width_in_deviations_from_the_mean() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30], Gen.Double[0, 5]).Sample((bars, n, width) =>
        {
            var (mean, deviation) = (Definition.Sma(bars, n), Definition.StandardDeviation(bars, n, n));
            Readings.AssertClose(mean, new BollingerBands(n, width).Read(bars));
            Readings.AssertClose(
                [.. deviation.Select(d => 2 * width * d)],
                new BollingerBands(n, width).Read(bars, bands => bands.Upper - bands.Lower),
                small: 1e-14 * bars.Max(bar => bar.High.ToDouble()));
        });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_width_that_is_no_distance_is_refused(double width) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(width), () => new BollingerBands(20, width));
}
