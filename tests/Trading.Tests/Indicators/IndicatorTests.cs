using Trading.Indicators;
using Trading.MarketData;

namespace Trading.Tests.Indicators;

/// <summary>What every indicator keeps, whatever it measures.</summary>
public class IndicatorTests
{
    public static TheoryData<string> Names => [.. IndicatorCatalogue.Kinds.Select(kind => kind.Name)];

    /// <summary>The value of each after a hundred thousand bars at seven cents.</summary>
    public static TheoryData<string, double> StandingStill => new()
    {
        { "sma", 0.07 },
        { "ema", 0.07 },
        { "ema-first", 0.07 },
        { "true-range", 0 },
        { "atr", 0 },
        { "rsi", 50 },
        { "adx", 0 },
        { "plus-di", 0 },
        { "minus-di", 0 },
        { "donchian-upper", 0.07 },
        { "donchian-middle", 0.07 },
        { "donchian-lower", 0.07 },
        { "stddev", 0 },
        { "stddev-sample", 0 },
        { "bollinger-upper", 0.07 },
        { "bollinger-middle", 0.07 },
        { "bollinger-lower", 0.07 },
    };

    /// <summary>Makers of each type for a period, with the bar that its documentation says it is ready with.</summary>
    private static readonly (Func<int, IIndicator> Create, Func<int, int> ReadyWith)[] Types =
    [
        (n => new SimpleMovingAverage(n), n => n),
        (n => new ExponentialMovingAverage(n), n => n),
        (n => new ExponentialMovingAverage(n, EmaSeed.FirstValue), n => n),
        (_ => new TrueRange(), _ => 1),
        (n => new AverageTrueRange(n), n => n),
        (n => new RelativeStrengthIndex(n), n => n + 1),
        (n => new AverageDirectionalIndex(n), n => 2 * n),
        (n => new DonchianChannel(n), n => n + 1),
        (n => new DonchianChannel(n, DonchianWindow.IncludingCurrent), n => n),
        (n => new StandardDeviation(n), n => n),
        (n => new BollingerBands(n), n => n),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(14)]
    [InlineData(1_000)]
    public void It_is_ready_with_the_bar_that_it_says_and_has_no_value_before(int period)
    {
        foreach (var (create, readyWith) in Types)
        {
            var indicator = create(period);
            Assert.False(indicator.IsReady);
            Assert.Equal(double.NaN, indicator.Value);
            var seen = 0;
            foreach (var bar in BarsOf.LongWalk(2 * period + 5))
            {
                indicator.Update(bar);
                seen++;
                Assert.Equal(seen >= readyWith(period), indicator.IsReady);
                Assert.Equal(seen >= readyWith(period), double.IsFinite(indicator.Value));
                Assert.Equal(seen < readyWith(period), double.IsNaN(indicator.Value));
            }
            Assert.Equal(readyWith(period), indicator.GetType().GetProperty("WarmUpBars")!.GetValue(indicator));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(int.MinValue)]
    public void A_period_out_of_range_is_refused_with_the_range(int period)
    {
        foreach (var (create, _) in Types.Where(type => type.ReadyWith(5) > 1))
        {
            var refused = Assert.Throws<ArgumentOutOfRangeException>(nameof(period), () => create(period));
            Assert.Contains("from 1 to 10000", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_bars_give_the_same_bits(string name)
    {
        var bars = BarsOf.LongWalk(20_000).ToArray();
        var (first, second, other) = (IndicatorCatalogue.Create(name), IndicatorCatalogue.Create(name), IndicatorCatalogue.Create(name));
        for (var i = 0; i < bars.Length; i++)
        {
            first.Update(bars[i]);
            other.Update(bars[^(i + 1)]);
        }
        foreach (var bar in bars) second.Update(bar);

        Assert.Equal(BitConverter.DoubleToInt64Bits(first.Value), BitConverter.DoubleToInt64Bits(second.Value));
        Assert.NotEqual(first.Value, other.Value);
    }

    [Theory]
    [InlineData("sma")]
    [InlineData("donchian-upper")]
    [InlineData("donchian-middle")]
    [InlineData("donchian-lower")]
    [InlineData("stddev")]
    [InlineData("stddev-sample")]
    [InlineData("bollinger-upper")]
    [InlineData("bollinger-lower")]
    public void What_has_left_a_window_leaves_no_trace_to_the_last_bit(string name)
    {
        var bars = BarsOf.LongWalk(100_000).ToArray();
        var (old, fresh) = (IndicatorCatalogue.Create(name), IndicatorCatalogue.Create(name));
        old.Read(bars);
        fresh.Read(bars[^30..]);
        Assert.Equal(BitConverter.DoubleToInt64Bits(fresh.Value), BitConverter.DoubleToInt64Bits(old.Value));
    }

    [Fact]
    public void Over_one_bar_an_average_is_that_bar_even_where_prices_collapse()
    {
        var bars = BarsOf.LongWalk(1_000).ToArray();
        double[] closes = [.. bars.Select(bar => bar.Close.ToDouble())];
        Assert.Equal(closes, new SimpleMovingAverage(1).Read(bars));
        Assert.Equal(closes, new ExponentialMovingAverage(1).Read(bars));
        Assert.Equal(closes, new ExponentialMovingAverage(1, EmaSeed.FirstValue).Read(bars));
        Assert.Equal(new TrueRange().Read(bars), new AverageTrueRange(1).Read(bars));
    }

    [Theory]
    [MemberData(nameof(StandingStill))]
    public void Prices_that_stand_still_give_exactly_what_they_should(string name, double expected)
    {
        var indicator = IndicatorCatalogue.Create(name);
        Assert.Equal(expected, indicator.Read(BarsOf.Closes([.. Enumerable.Repeat(0.07m, 100_000)]))[^1]);
    }

    [Fact]
    public void Every_name_of_the_catalogue_is_tried_on_prices_that_stand_still() =>
        Assert.Equal(IndicatorCatalogue.Kinds.Select(kind => kind.Name), StandingStill.Select(row => row.Data.Item1));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_million_bars_allocate_nothing(string name)
    {
        var indicator = IndicatorCatalogue.Create(name);
        var bars = BarsOf.LongWalk(4_096).ToArray();
        var sum = 0.0;
        for (var i = 0; i < bars.Length; i++) Feed(i);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000_000; i++) Feed(i);
        // The runtime may allocate a little as it compiles the loop anew; one object a thousand bars would be more than this.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_384);
        Assert.True(double.IsFinite(sum));

        void Feed(int i)
        {
            indicator.Update(bars[i & 4_095]);
            if (indicator.IsReady) sum += indicator.Value;
        }
    }
}
