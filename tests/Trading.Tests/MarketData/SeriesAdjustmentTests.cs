using System.Collections.Immutable;
using System.Numerics;
using Trading.MarketData;

namespace Trading.Tests.MarketData;

public class SeriesAdjustmentTests
{
    private static readonly NyseCalendar Calendar = new();
    private static readonly Symbol Apple = "AAPL";

    /// <summary>Up to sixty daily bars with prices of 1 to 100 dollars, to the hundred-millionth.</summary>
    private static readonly Gen<BarSeries> Series =
        Gen.Select(Price(), Price(), Price(), Price(), Gen.Long[0, 1_000_000_000]).Array[2, 60].Select(days => new BarSeries(Apple, BarPeriod.Day,
            [.. days.Zip(Calendar.Sessions(new DateOnly(2020, 1, 2), new DateOnly(2020, 12, 31)), (d, session) => new Bar(
                session.Open, session.Close, d.Item1, Max(d.Item1, d.Item2, d.Item3, d.Item4), Min(d.Item1, d.Item2, d.Item3, d.Item4), d.Item4, d.Item5))]));

    private static readonly Gen<Split> Splits = SplitsUpTo(20);

    /// <summary>Splits small enough that a price scaled by a few of them keeps five digits.</summary>
    private static readonly Gen<Split> SmallSplits = SplitsUpTo(4);

    private static readonly Gen<CashDividend> Dividends =
        Gen.Select(Gen.Int[-3, 95], Gen.Long[1, 100_000]).Select((day, units) =>
            new CashDividend(Apple, new DateOnly(2020, 1, 1).AddDays(day), Trading.MarketData.Price.FromUnits(units)));

    [Fact]
    public void Every_price_and_volume_is_scaled_by_the_splits_after_it_and_rounded_once() =>
        Gen.Select(Series, Splits.Array[0, 5]).Sample((series, splits) =>
        {
            var adjusted = SeriesAdjustment.ForSplits(series, splits);
            var lastDay = Day(series.Bars[^1]);
            for (var i = 0; i < series.Bars.Length; i++)
            {
                var (to, from) = (BigInteger.One, BigInteger.One);
                foreach (var split in splits.Where(split => split.ExDate > Day(series.Bars[i]) && split.ExDate <= lastDay))
                    (to, from) = (to * split.To, from * split.From);
                var (raw, bar) = (series.Bars[i], adjusted.Bars[i]);
                Assert.Equal((raw.Start, raw.End), (bar.Start, bar.End));
                Assert.Equal(Round(raw.Open.Units * from, to), bar.Open.Units);
                Assert.Equal(Round(raw.High.Units * from, to), bar.High.Units);
                Assert.Equal(Round(raw.Low.Units * from, to), bar.Low.Units);
                Assert.Equal(Round(raw.Close.Units * from, to), bar.Close.Units);
                Assert.Equal(Round(raw.Volume * to, from), bar.Volume);
            }
        });

    [Fact]
    public void Returns_are_preserved_across_splits() =>
        Gen.Select(Series, SmallSplits.Array[0, 5]).Sample((series, splits) =>
        {
            var adjusted = SeriesAdjustment.ForSplits(series, splits);
            for (var i = 1; i < series.Bars.Length; i++)
            {
                // One share held at the close before is To / From shares at this close.
                var shares = splits.Where(split => split.ExDate > Day(series.Bars[i - 1]) && split.ExDate <= Day(series.Bars[i]))
                    .Aggregate(1.0, (held, split) => held * split.To / split.From);
                AssertClose(
                    series.Bars[i].Close.ToDouble() * shares / series.Bars[i - 1].Close.ToDouble(),
                    adjusted.Bars[i].Close.ToDouble() / adjusted.Bars[i - 1].Close.ToDouble());
            }
        });

    [Fact]
    public void With_dividends_a_return_is_that_on_the_close_less_the_dividend() =>
        Gen.Select(Series, SmallSplits.Array[0, 3], Dividends.Array[0, 6]).Sample((series, splits, dividends) =>
        {
            var adjusted = SeriesAdjustment.ForSplitsAndDividends(series, [.. splits, .. dividends]);
            for (var i = 1; i < series.Bars.Length; i++)
            {
                var (before, today) = (Day(series.Bars[i - 1]), Day(series.Bars[i]));
                double SharesOn(DateOnly date) => splits.Where(split => split.ExDate > before && split.ExDate <= date)
                    .Aggregate(1.0, (held, split) => held * split.To / split.From);
                var paid = dividends.Where(dividend => dividend.ExDate > before && dividend.ExDate <= today)
                    .Sum(dividend => dividend.Amount.ToDouble() * SharesOn(dividend.ExDate));
                AssertClose(
                    series.Bars[i].Close.ToDouble() * SharesOn(today) / (series.Bars[i - 1].Close.ToDouble() - paid),
                    adjusted.Bars[i].Close.ToDouble() / adjusted.Bars[i - 1].Close.ToDouble());
            }
        });

    [Fact]
    public void Dividends_leave_volume_and_the_last_bar_alone() =>
        Gen.Select(Series, SmallSplits.Array[0, 3], Dividends.Array[0, 6]).Sample((series, splits, dividends) =>
        {
            var (both, one) = (SeriesAdjustment.ForSplitsAndDividends(series, [.. dividends, .. splits]), SeriesAdjustment.ForSplits(series, splits));
            Assert.Equal(series.Bars[^1], both.Bars[^1]);
            Assert.Equal(one.Bars.Select(bar => bar.Volume), both.Bars.Select(bar => bar.Volume));
            Assert.Equal(one.Bars, SeriesAdjustment.ForSplits(series, [.. dividends, .. splits]).Bars);
        });

    [Fact]
    public void A_split_of_four_for_one_quarters_the_prices_before_it() // Apple, 2020-08-31
    {
        var adjusted = SeriesAdjustment.ForSplits(Daily(("2020-08-28", "499.23", 46_907_479), ("2020-08-31", "129.04", 225_702_700)), [new Split(Apple, new(2020, 8, 31), 4, 1)]);
        Assert.Equal(("124.8075", 187_629_916L), (adjusted.Bars[0].Close.ToString(), adjusted.Bars[0].Volume));
        Assert.Equal(("129.04", 225_702_700L), (adjusted.Bars[1].Close.ToString(), adjusted.Bars[1].Volume));
    }

    [Fact]
    public void A_reverse_split_multiplies_the_prices_before_it()
    {
        var adjusted = SeriesAdjustment.ForSplits(Daily(("2021-07-30", "12.95", 1_003), ("2021-08-02", "105.00", 100)), [new Split(Apple, new(2021, 8, 2), 1, 8)]);
        Assert.Equal(("103.60", 125L), (adjusted.Bars[0].Close.ToString(), adjusted.Bars[0].Volume));
    }

    [Fact]
    public void A_dividend_takes_its_share_of_the_close_off_all_prices_before_it()
    {
        var adjusted = SeriesAdjustment.ForSplitsAndDividends(
            Daily(("2025-03-03", "50.00", 10), ("2025-03-04", "100.00", 10), ("2025-03-05", "99.00", 10)),
            [new CashDividend(Apple, new(2025, 3, 5), (Price)1m)]);
        Assert.Equal(["49.50", "99.00", "99.00"], adjusted.Bars.Select(bar => bar.Close.ToString()));
    }

    [Fact]
    public void A_dividend_on_the_day_of_a_split_is_paid_on_the_new_shares()
    {
        var adjusted = SeriesAdjustment.ForSplitsAndDividends(
            Daily(("2025-03-04", "100.00", 10), ("2025-03-05", "49.00", 10)),
            [new CashDividend(Apple, new(2025, 3, 5), (Price)1m), new Split(Apple, new(2025, 3, 5), 2, 1)]);
        Assert.Equal("49.00", adjusted.Bars[0].Close.ToString());
    }

    [Fact]
    public void Actions_of_other_symbols_and_of_days_outside_the_series_change_nothing()
    {
        var series = Daily(("2025-03-04", "100.00", 10), ("2025-03-05", "49.00", 10));
        var adjusted = SeriesAdjustment.ForSplitsAndDividends(
            series, [new Split("MSFT", new(2025, 3, 5), 2, 1), new Split(Apple, new(2025, 3, 4), 2, 1), new Split(Apple, new(2025, 3, 6), 2, 1)]);
        Assert.Equal(series.Bars, adjusted.Bars);
        var none = new BarSeries(Apple, BarPeriod.Day, []);
        Assert.Same(none, SeriesAdjustment.ForSplits(none, [new Split(Apple, new(2025, 3, 4), 2, 1)]));
    }

    [Fact]
    public void A_minute_after_hours_belongs_to_its_day_in_new_york_though_it_is_tomorrow_in_UTC()
    {
        var evening = new DateTimeOffset(2025, 12, 2, 0, 30, 0, TimeSpan.Zero);
        var morning = new DateTimeOffset(2025, 12, 2, 9, 0, 0, TimeSpan.Zero);
        var series = new BarSeries(Apple, BarPeriod.Minute, [At(evening, evening.AddMinutes(1), "10.00", 5), At(morning, morning.AddMinutes(1), "5.00", 5)]);
        var adjusted = SeriesAdjustment.ForSplits(series, [new Split(Apple, new(2025, 12, 2), 2, 1)]);
        Assert.Equal(["5.00", "5.00"], adjusted.Bars.Select(bar => bar.Close.ToString()));
    }

    [Fact]
    public void A_dividend_that_is_not_below_the_close_is_refused()
    {
        var series = Daily(("2025-03-04", "1.00", 10), ("2025-03-05", "1.00", 10));
        var error = Assert.Throws<ArgumentException>(() => SeriesAdjustment.ForSplitsAndDividends(series, [new CashDividend(Apple, new(2025, 3, 5), (Price)1m)]));
        Assert.Contains("2025-03-05", error.Message);
        Assert.Contains("AAPL", error.Message);
    }

    [Fact]
    public void An_action_without_a_sensible_size_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Split(Apple, new(2025, 3, 5), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Split(Apple, new(2025, 3, 5), 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CashDividend(Apple, new(2025, 3, 5), default));
    }

    private static Gen<Split> SplitsUpTo(int ratio) => Gen.Select(Gen.Int[-3, 95], Gen.Int[1, ratio], Gen.Int[1, ratio])
        .Select((day, to, from) => new Split(Apple, new DateOnly(2020, 1, 1).AddDays(day), to, from));

    private static BarSeries Daily(params ReadOnlySpan<(string Day, string Price, long Volume)> days)
    {
        var bars = ImmutableArray.CreateBuilder<Bar>();
        foreach (var (day, price, volume) in days)
        {
            var session = Calendar.SessionOn(DateOnly.Parse(day))!;
            bars.Add(At(session.Open, session.Close, price, volume));
        }
        return new BarSeries(Apple, BarPeriod.Day, bars.ToImmutable());
    }

    private static Bar At(DateTimeOffset start, DateTimeOffset end, string text, long volume)
    {
        var price = Trading.MarketData.Price.Parse(text);
        return new Bar(start, end, price, price, price, price, volume);
    }

    private static Gen<Price> Price() => Gen.Long[100_000_000, 10_000_000_000].Select(Trading.MarketData.Price.FromUnits);

    private static Price Max(params ReadOnlySpan<Price> prices)
    {
        var best = prices[0];
        foreach (var price in prices) best = Trading.MarketData.Price.Max(best, price);
        return best;
    }

    private static Price Min(params ReadOnlySpan<Price> prices)
    {
        var best = prices[0];
        foreach (var price in prices) best = Trading.MarketData.Price.Min(best, price);
        return best;
    }

    private static DateOnly Day(Bar bar) => EasternTime.DateAt(bar.Start);

    /// <summary>The quotient to the nearest whole number, half to even, without rounding on the way.</summary>
    private static BigInteger Round(BigInteger dividend, BigInteger divisor)
    {
        var (whole, rest) = BigInteger.DivRem(dividend, divisor);
        var twice = rest * 2;
        return twice > divisor || (twice == divisor && !whole.IsEven) ? whole + 1 : whole;
    }

    private static void AssertClose(double expected, double actual) => Assert.InRange(actual / expected, 1 - 1e-4, 1 + 1e-4);
}
