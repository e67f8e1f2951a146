using Trading.MarketData;
using Trading.Runtime.Reports;

namespace Trading.Runtime.Tests.Reports;

public sealed class PriceSamplerTests
{
    private static readonly Gen<Bar[]> Bars = Gen.Select(Gen.Int[1, 9000], Gen.Int[1, 9000], Gen.Int[1, 9000], Gen.Int[1, 9000], Gen.Int[0, 100_000]).Array[0, 700]
        .Select(rows => rows.Select((row, i) =>
        {
            var (open, close, one, other, volume) = row;
            var start = Runs.Open.AddMinutes(i);
            var (high, low) = (Math.Max(Math.Max(open, close), Math.Max(one, other)), Math.Min(Math.Min(open, close), Math.Min(one, other)));
            return new Bar(start, start.AddMinutes(1), Cents(open), Cents(high), Cents(low), Cents(close), volume);
        }).ToArray());

    [Fact]
    public void However_many_bars_come_the_open_high_low_close_and_volume_are_kept_in_bounded_room() =>
        Gen.Select(Bars, Gen.Int[1, 20]).Sample((bars, half) =>
        {
            var sampler = new PriceSampler(2 * half);
            foreach (var bar in bars) sampler.Add("AAPL", bar);

            if (bars.Length == 0)
            {
                Assert.Empty(sampler.ToSeries());
                return;
            }
            var series = Assert.Single(sampler.ToSeries());
            Assert.Equal("AAPL", series.Symbol.Value);
            AssertKeeps(bars, series.Bars, sampler.Capacity);
        });

    [Fact]
    public void A_series_in_fewer_bars_keeps_the_same() =>
        Gen.Select(Bars.Where(bars => bars.Length > 0), Gen.Int[1, 90]).Sample((bars, most) =>
            AssertKeeps(bars, new PriceSeries("AAPL", bars).InAtMost(most).Bars, most));

    [Fact]
    public void Bars_are_kept_as_they_are_while_there_is_room()
    {
        var sampler = new PriceSampler(capacity: 8);
        var bars = Enumerable.Range(0, 7).Select(i => Runs.Bar(i, Runs.Open.AddMinutes(i), TimeSpan.FromMinutes(1))).ToArray();
        foreach (var bar in bars) sampler.Add("AAPL", bar);

        Assert.Equal(bars, sampler.ToSeries()[0].Bars);
    }

    [Fact]
    public void Symbols_that_take_turns_are_kept_apart_and_listed_by_name()
    {
        var sampler = new PriceSampler(capacity: 4);
        for (var i = 0; i < 100; i++)
        {
            sampler.Add("MSFT", Runs.Bar(i, Runs.Open.AddMinutes(i), TimeSpan.FromMinutes(1)));
            sampler.Add("AAPL", Runs.Bar(i + 1000, Runs.Open.AddMinutes(i), TimeSpan.FromMinutes(1)));
        }

        var series = sampler.ToSeries();
        Assert.Equal(["AAPL", "MSFT"], series.Select(one => one.Symbol.Value));
        Assert.Equal(Enumerable.Range(0, 100).Sum(i => 2000L + i), series[0].Bars.Sum(bar => bar.Volume));
        Assert.Equal(Enumerable.Range(0, 100).Sum(i => 1000L + i), series[1].Bars.Sum(bar => bar.Volume));
    }

    [Fact]
    public void Taking_a_bar_allocates_nothing_once_the_room_is_there()
    {
        var sampler = new PriceSampler(capacity: 64);
        var bar = Runs.Bar(1, Runs.Open, TimeSpan.FromMinutes(1));
        Symbol symbol = "AAPL";
        for (var i = 0; i < 1000; i++) sampler.Add(symbol, bar);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++) sampler.Add(symbol, bar);

        // Some 8 KB may be counted when another test sets off a collection; an object a bar would be 2.4 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_384);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(-2)]
    public void A_capacity_that_cannot_be_halved_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceSampler(capacity));

    private static void AssertKeeps(Bar[] bars, IReadOnlyList<Bar> kept, int most)
    {
        Assert.InRange(kept.Count, 1, most);
        Assert.Equal(bars[0].Open, kept[0].Open);
        Assert.Equal(bars[^1].Close, kept[^1].Close);
        Assert.Equal(bars.Max(bar => bar.High.Units), kept.Max(bar => bar.High.Units));
        Assert.Equal(bars.Min(bar => bar.Low.Units), kept.Min(bar => bar.Low.Units));
        Assert.Equal(bars.Sum(bar => bar.Volume), kept.Sum(bar => bar.Volume));
        Assert.Equal(bars[0].Start, kept[0].Start);
        Assert.Equal(bars[^1].End, kept[^1].End);
        Assert.All(kept.Skip(1).Zip(kept), pair => Assert.Equal(pair.Second.End, pair.First.Start));
        Assert.All(kept, bar => Assert.True(bar.IsWellFormed));
    }

    private static Price Cents(int cents) => Price.FromUnits(cents * 1_000_000L);
}
