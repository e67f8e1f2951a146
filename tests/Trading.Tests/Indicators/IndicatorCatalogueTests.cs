using Trading.Indicators;

namespace Trading.Tests.Indicators;

public class IndicatorCatalogueTests
{
    [Theory]
    [InlineData("sma", 20)]
    [InlineData("sma:50", 50)]
    [InlineData("SMA:007", 7)]
    public void A_name_makes_its_indicator_with_the_period_asked_for(string text, int period) =>
        Assert.Equal(period, Assert.IsType<SimpleMovingAverage>(IndicatorCatalogue.Create(text)).Period);

    [Theory]
    [InlineData("atr", 14)]
    [InlineData("rsi", 15)]
    [InlineData("adx", 28)]
    [InlineData("plus-di", 15)]
    [InlineData("ema", 20)]
    [InlineData("donchian-upper", 21)]
    [InlineData("true-range", 1)]
    public void A_name_alone_takes_the_usual_period(string name, int barsUntilReady)
    {
        var indicator = IndicatorCatalogue.Create(name);
        var ready = BarsOf.LongWalk(100).TakeWhile(bar => { indicator.Update(bar); return !indicator.IsReady; }).Count() + 1;
        Assert.Equal(barsUntilReady, ready);
    }

    [Fact]
    public void Each_output_is_the_one_that_its_name_says()
    {
        var bars = BarsOf.LongWalk(200).ToArray();
        Assert.Equal(new ExponentialMovingAverage(9, EmaSeed.FirstValue).Read(bars), IndicatorCatalogue.Create("ema-first:9").Read(bars));
        Assert.Equal(new AverageDirectionalIndex(9).Read(bars, adx => adx.PlusDi), IndicatorCatalogue.Create("plus-di:9").Read(bars));
        Assert.Equal(new AverageDirectionalIndex(9).Read(bars, adx => adx.MinusDi), IndicatorCatalogue.Create("minus-di:9").Read(bars));
        Assert.Equal(new DonchianChannel(9).Read(bars, channel => channel.Upper), IndicatorCatalogue.Create("donchian-upper:9").Read(bars));
        Assert.Equal(new DonchianChannel(9).Read(bars), IndicatorCatalogue.Create("donchian-middle:9").Read(bars));
        Assert.Equal(new DonchianChannel(9).Read(bars, channel => channel.Lower), IndicatorCatalogue.Create("donchian-lower:9").Read(bars));
        Assert.Equal(new StandardDeviation(9).Read(bars), IndicatorCatalogue.Create("stddev:9").Read(bars));
        Assert.Equal(
            new StandardDeviation(9, StandardDeviationOf.Sample).Read(bars), IndicatorCatalogue.Create("stddev-sample:9").Read(bars));
        Assert.Equal(new BollingerBands(9).Read(bars, bands => bands.Upper), IndicatorCatalogue.Create("bollinger-upper:9").Read(bars));
        Assert.Equal(new BollingerBands(9).Read(bars, bands => bands.Lower), IndicatorCatalogue.Create("bollinger-lower:9").Read(bars));
        Assert.Equal(new SimpleMovingAverage(9).Read(bars), IndicatorCatalogue.Create("bollinger-middle:9").Read(bars));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":20")]
    [InlineData("macd:12")]
    public void An_unknown_name_is_answered_with_the_known_ones(string? text)
    {
        Assert.False(IndicatorCatalogue.TryCreate(text, out var indicator, out var error));
        Assert.Null(indicator);
        Assert.All(IndicatorCatalogue.Kinds, kind => Assert.Contains(kind.Name, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sma:", "from 1 to 10000, such as sma:20")]
    [InlineData("sma:0", "from 1 to 10000")]
    [InlineData("sma:10001", "from 1 to 10000")]
    [InlineData("sma:-5", "from 1 to 10000")]
    [InlineData("sma: 5", "from 1 to 10000")]
    [InlineData("sma:20:2", "from 1 to 10000")]
    [InlineData("atr:99999999999", "such as atr:14")]
    [InlineData("stddev-sample:1", "from 2 to 10000")]
    [InlineData("true-range:5", "true-range takes no period")]
    public void A_period_out_of_range_is_answered_with_the_range(string text, string advice)
    {
        var error = Assert.Throws<FormatException>(() => IndicatorCatalogue.Create(text));
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_is_named_once_and_says_what_it_is()
    {
        Assert.Distinct(IndicatorCatalogue.Kinds.Select(kind => kind.Name));
        Assert.All(IndicatorCatalogue.Kinds, kind => Assert.NotEmpty(kind.Meaning));
    }

    [Fact]
    public void A_kind_makes_no_indicator_with_a_period_that_it_does_not_allow()
    {
        var sma = IndicatorCatalogue.Kinds.Single(kind => kind.Name == "sma");
        Assert.Throws<ArgumentOutOfRangeException>("period", () => sma.Create(0));
    }
}
