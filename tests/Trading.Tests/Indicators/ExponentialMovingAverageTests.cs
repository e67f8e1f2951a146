using Trading.Indicators;

namespace Trading.Tests.Indicators;

public class ExponentialMovingAverageTests
{
    [Theory]
    [InlineData(EmaSeed.SimpleAverage)]
    [InlineData(EmaSeed.FirstValue)]
    public void It_weighs_closes_as_defined(EmaSeed seed) =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) => Readings.AssertClose(
            Definition.Ema(bars, n, seed == EmaSeed.FirstValue), new ExponentialMovingAverage(n, seed).Read(bars)));

    [Fact]
    public void Seeded_with_the_simple_average_it_gives_the_published_averages() =>
        Readings.AssertPublished(
            9, Published.ExponentialAverage10,
            new ExponentialMovingAverage(10).Read(BarsOf.Closes(Published.MovingAverageCloses)), rounding: 1e-8);

    [Fact]
    public void The_seed_makes_the_difference_that_it_makes_by_hand()
    {
        var bars = BarsOf.Closes(10, 11, 15, 16);
        Readings.AssertClose([double.NaN, double.NaN, 12, 14], new ExponentialMovingAverage(3).Read(bars));
        Readings.AssertClose([double.NaN, double.NaN, 12.75, 14.375], new ExponentialMovingAverage(3, EmaSeed.FirstValue).Read(bars));
    }

    [Fact]
    public void After_a_million_bars_it_still_is_what_exact_arithmetic_gives()
    {
        const int n = 200;
        var average = new ExponentialMovingAverage(n);
        decimal exact = 0, seed = 0;
        var seen = 0;
        foreach (var bar in BarsOf.LongWalk(1_000_000))
        {
            average.Update(bar);
            if (++seen <= n) seed += bar.Close.ToDecimal();
            exact = seen <= n ? seed / seen : exact + 2m / (n + 1) * (bar.Close.ToDecimal() - exact);
            if (seen % 9_973 == 0 || seen == 1_000_000) Readings.AssertClose([(double)exact], [average.Value], relative: 1e-12);
        }
    }

    [Fact]
    public void A_seed_that_is_none_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("seed", () => new ExponentialMovingAverage(20, (EmaSeed)7));
}
