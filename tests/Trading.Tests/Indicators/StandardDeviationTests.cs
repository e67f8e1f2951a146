using System.Numerics;
using Trading.Indicators;
using Trading.MarketData;

namespace Trading.Tests.Indicators;

public class StandardDeviationTests
{
    private static readonly Gen<long> AnyUnits =
        Gen.OneOf(Gen.Long[1, 100], Gen.Long[1, long.MaxValue], Gen.Long[long.MaxValue - 100, long.MaxValue]);

    [Fact]
    public void It_is_the_root_of_the_mean_square_about_the_mean() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
            Readings.AssertClose(Definition.StandardDeviation(bars, n, n), new StandardDeviation(n).Read(bars)));

    [Fact]
    public void Of_a_sample_it_divides_by_one_less() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[2, 30]).Sample((bars, n) => Readings.AssertClose(
            Definition.StandardDeviation(bars, n, n - 1), new StandardDeviation(n, StandardDeviationOf.Sample).Read(bars)));

    [Fact]
    public void It_loses_no_digit_at_any_price_there_is() =>
        Gen.Select(AnyUnits.Array[1, 60], Gen.Int[1, 20]).Sample((units, n) =>
        {
            var actual = new StandardDeviation(n).Read(BarsOf.CloseUnits(units));
            for (var i = n - 1; i < units.Length; i++)
            {
                var window = units[(i - n + 1)..(i + 1)].Select(unit => (BigInteger)unit).ToArray();
                var sum = window.Aggregate(BigInteger.Add);
                var spread = n * window.Select(unit => unit * unit).Aggregate(BigInteger.Add) - sum * sum;
                Readings.AssertClose([Math.Sqrt((double)spread) / n / Price.UnitsPerDollar], [actual[i]], relative: 1e-15);
            }
        });

    [Fact]
    public void The_longest_window_at_the_widest_range_does_not_overflow()
    {
        const int n = IndicatorPeriod.Maximum;
        var deviation = new StandardDeviation(n);
        deviation.Read(BarsOf.CloseUnits([.. Enumerable.Range(0, 2 * n).Select(i => i % 2 == 0 ? 1 : long.MaxValue)]));
        Readings.AssertClose([(Price.MaxValue.ToDouble() - 1e-8) / 2], [deviation.Value], relative: 1e-15);
    }

    [Fact]
    public void It_gives_the_deviations_worked_by_hand()
    {
        var bars = BarsOf.Closes(2, 4, 4, 4, 5, 5, 7, 9);
        Assert.Equal(2, new StandardDeviation(8).Read(bars)[^1]);
        Assert.Equal(Math.Sqrt(32 / 7.0), new StandardDeviation(8, StandardDeviationOf.Sample).Read(bars)[^1], 1e-15);
    }

    [Fact]
    public void A_flat_window_has_none_whatever_came_before_it()
    {
        var bars = BarsOf.CloseUnits([1, Price.MaxValue.Units, 3, .. Enumerable.Repeat(123_456_789_012_345L, 20)]);
        Assert.Equal(0, new StandardDeviation(20).Read(bars)[^1]);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(390)]
    public void After_a_million_bars_it_still_is_the_deviation_of_the_last_closes(int period)
    {
        var bars = BarsOf.LongWalk(1_000_000).ToArray();
        var deviation = new StandardDeviation(period);
        for (var i = 0; i < bars.Length; i++)
        {
            deviation.Update(bars[i]);
            if (i % 9_973 == 0 && deviation.IsReady || i == bars.Length - 1)
            {
                var window = bars[(i - period + 1)..(i + 1)];
                Readings.AssertClose(Definition.StandardDeviation(window, period, period)[^1..], [deviation.Value], relative: 1e-12);
            }
        }
    }

    [Fact]
    public void A_sample_of_one_is_refused()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>("period", () => new StandardDeviation(1, StandardDeviationOf.Sample));
        Assert.Contains("from 2 to 10000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_is_of_must_be_one_of_the_two() =>
        Assert.Throws<ArgumentOutOfRangeException>("of", () => new StandardDeviation(20, (StandardDeviationOf)7));
}
