using Trading.Indicators;
using Trading.MarketData;

namespace Trading.Tests.Indicators;

public class SimpleMovingAverageTests
{
    [Fact]
    public void It_is_the_mean_of_the_last_closes() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
            Readings.AssertClose(Definition.Sma(bars, n), new SimpleMovingAverage(n).Read(bars)));

    [Fact]
    public void It_gives_the_published_averages() =>
        Readings.AssertPublished(
            9, Published.SimpleAverage10, new SimpleMovingAverage(10).Read(BarsOf.Closes(Published.MovingAverageCloses)), rounding: 0.005);

    [Fact]
    public void It_gives_the_averages_worked_by_hand() =>
        Assert.Equal([double.NaN, double.NaN, 2, 3, 5], new SimpleMovingAverage(3).Read(BarsOf.Closes(1, 2, 3, 4, 8)));

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(390)]
    public void After_a_million_bars_it_still_is_the_mean_of_the_last_closes(int period)
    {
        var bars = BarsOf.LongWalk(1_000_000).ToArray();
        var average = new SimpleMovingAverage(period);
        for (var i = 0; i < bars.Length; i++)
        {
            average.Update(bars[i]);
            if (i % 9_973 == 0 && average.IsReady || i == bars.Length - 1)
                Readings.AssertClose(Definition.Sma(bars[(i - period + 1)..(i + 1)], period)[^1..], [average.Value], relative: 2e-15);
        }
    }

    [Fact]
    public void The_dearest_price_there_is_does_not_overflow_the_longest_window()
    {
        var average = new SimpleMovingAverage(IndicatorPeriod.Maximum);
        var bars = BarsOf.CloseUnits(Price.MaxValue.Units);
        for (var i = 0; i < IndicatorPeriod.Maximum; i++) average.Update(bars[0]);
        Readings.AssertClose([Price.MaxValue.ToDouble()], [average.Value], relative: 1e-15);
    }
}
