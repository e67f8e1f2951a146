using Trading.Indicators;

namespace Trading.Tests.Indicators;

public class AverageTrueRangeTests
{
    [Fact]
    public void The_true_range_spans_the_gap_from_the_last_close() =>
        BarsOf.AnySeries.Sample(bars => Readings.AssertClose(Definition.TrueRange(bars), new TrueRange().Read(bars)));

    [Fact]
    public void It_smooths_true_ranges_as_Wilder_does() =>
        Gen.Select(BarsOf.AnySeries, Gen.Int[1, 30]).Sample((bars, n) =>
            Readings.AssertClose(Definition.Atr(bars, n), new AverageTrueRange(n).Read(bars)));

    [Fact]
    public void It_gives_the_published_true_ranges_and_averages()
    {
        var bars = BarsOf.HighLowClose(Published.RangeBars);
        Readings.AssertPublished(0, Published.TrueRanges, new TrueRange().Read(bars), rounding: 1e-12);
        Readings.AssertPublished(13, Published.AverageTrueRange14, new AverageTrueRange(14).Read(bars), rounding: 1e-9);
    }

    [Fact]
    public void It_gives_the_averages_worked_by_hand() =>
        Readings.AssertClose(
            [double.NaN, 3, 4, 5.5],
            new AverageTrueRange(2).Read(BarsOf.HighLowClose((12, 10, 11), (14, 10, 13), (18, 15, 16), (12, 9, 10))));

    [Fact]
    public void After_a_million_bars_it_still_is_what_exact_arithmetic_gives()
    {
        const int n = 14;
        var average = new AverageTrueRange(n);
        decimal exact = 0, seed = 0, previousClose = 0;
        var seen = 0;
        foreach (var bar in BarsOf.LongWalk(1_000_000))
        {
            average.Update(bar);
            var (high, low) = (bar.High.ToDecimal(), bar.Low.ToDecimal());
            var range = seen == 0 ? high - low : Math.Max(high, previousClose) - Math.Min(low, previousClose);
            previousClose = bar.Close.ToDecimal();
            if (++seen <= n) seed += range;
            exact = seen <= n ? seed / seen : ((n - 1) * exact + range) / n;
            if (seen % 9_973 == 0 || seen == 1_000_000) Readings.AssertClose([(double)exact], [average.Value], relative: 1e-12);
        }
    }
}
