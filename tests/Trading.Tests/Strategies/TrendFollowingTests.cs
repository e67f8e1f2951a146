using Trading.Indicators;
using Trading.MarketData;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Strategies;

public class TrendFollowingTests
{
    /// <summary>An average of one bar is the close, one of three bars moves half of the way to it: easy by hand.</summary>
    private static readonly TrendFollowingParameters OneAndThree = new() { Fast = 1, Slow = 3, Protection = TradeProtection.None };

    [Fact]
    public void It_enters_where_the_fast_average_crosses_above_and_leaves_where_it_crosses_below()
    {
        // EMA 3 from bar 2: the mean 11, (11 + 9) / 2 = 10, (10 + 8.5) / 2 = 9.25, then 10.625, 10.8125, 10.40625.
        var bars = BarsFor.Days(13, 10, 10, 9, 8.5m, 12, 11, 10);
        var said = Said.By(new TrendFollowing(OneAndThree), bars);

        Assert.Equal(["5 enter Long", "7 exit Long"], said.Select(s => s.ToString()));
        var plan = said[0].Entry!;
        Assert.Equal("EMA 1 (12.00) crossed above EMA 3 (10.625)", plan.Reason);
        Assert.Equal(bars[5].Close, plan.ReferencePrice);
        Assert.Equal(bars[5].End, plan.SignaledAt);
        Assert.Equal((null, null, null), (plan.StopPrice, plan.TargetPrice, plan.AverageTrueRange));
        Assert.Empty(plan.StopPolicies);
        Assert.Equal(new ExitSignaled(TradeDirection.Long, bars[7].Close, "EMA 1 (10.00) crossed below EMA 3 (10.4063)"), said[1].Exit);
    }

    [Fact]
    public void The_seed_of_the_averages_can_be_the_first_close()
    {
        // EMA 3 from the first close: 10, 12, 11.5, 9.75, 10.875. From the mean of three, 11.6667: 9.8333, 10.9167.
        var bars = BarsFor.Days(10, 14, 11, 8, 12);
        var bySeed = new[] { EmaSeed.FirstValue, EmaSeed.SimpleAverage }
            .Select(seed => Said.By(new TrendFollowing(OneAndThree with { Seed = seed }), bars).Single().Entry!.Reason);
        Assert.Equal(["EMA 1 (12.00) crossed above EMA 3 (10.875)", "EMA 1 (12.00) crossed above EMA 3 (10.9167)"], bySeed);
    }

    [Fact]
    public void Simple_averages_cross_as_well()
    {
        // SMA 2 from bar 2: 8.5, 8.5, 11, 10.5, 8. SMA 3: 9, 8.6667, 10, 10, 9.6667.
        var parameters = OneAndThree with { Average = MovingAverageKind.Simple, Fast = 2 };
        var said = Said.By(new TrendFollowing(parameters), BarsFor.Days(10, 9, 8, 9, 13, 8, 8));

        Assert.Equal(["4 enter Long", "6 exit Long"], said.Select(s => s.ToString()));
        Assert.Equal("SMA 2 (11.00) crossed above SMA 3 (10.00)", said[0].Entry!.Reason);
        Assert.Equal("SMA 2 (8.00) crossed below SMA 3 (9.6667)", said[1].Exit!.Reason);
    }

    [Fact]
    public void A_crossing_turns_a_short_trade_into_a_long_one_where_both_are_allowed()
    {
        var said = Said.By(new TrendFollowing(OneAndThree with { Directions = AllowedDirections.Both }), BarsFor.Days(10, 10, 10, 9, 9, 12, 11, 10));
        Assert.Equal(["3 exit Long, 3 enter Short", "5 exit Short, 5 enter Long", "7 exit Long, 7 enter Short"], said.Select(s => s.ToString()));
    }

    [Fact]
    public void Averages_that_touch_and_part_again_have_not_crossed()
    {
        // SMA 1 less SMA 2 is half the change of the close: up, none, up, none, down, none, down.
        var parameters = OneAndThree with { Average = MovingAverageKind.Simple, Slow = 2, Directions = AllowedDirections.Both };
        var said = Said.By(new TrendFollowing(parameters), BarsFor.Days(10, 11, 11, 12, 12, 11, 11, 10));
        Assert.Equal(["5 exit Long, 5 enter Short"], said.Select(s => s.ToString()));
    }

    [Fact]
    public void Averages_that_begin_equal_cross_with_their_first_difference_and_those_that_begin_apart_do_not()
    {
        Assert.Equal(["4 enter Long"], Said.By(new TrendFollowing(OneAndThree), BarsFor.Days(10, 10, 10, 10, 11)).Select(s => s.ToString()));
        Assert.Empty(Said.By(new TrendFollowing(OneAndThree), BarsFor.Days(10, 10, 11, 12, 13)));
    }

    [Fact]
    public void The_trend_filter_holds_back_an_entry_against_the_long_average_but_no_exit()
    {
        // EMA 3 from bar 2: 32, 20, 21, 17, 21, 20. SMA 5 from bar 4: 25.2, 19.8, 16.8, 17.4.
        var bars = BarsFor.Days(40, 40, 16, 8, 22, 13, 25, 19);
        var parameters = OneAndThree with { TrendPeriod = 5, Directions = AllowedDirections.Both };
        var said = Said.By(new TrendFollowing(parameters), bars);

        Assert.Equal(["4 exit Short", "5 exit Long, 5 enter Short", "6 exit Short, 6 enter Long", "7 exit Long"], said.Select(s => s.ToString()));
        Assert.Equal("EMA 1 (13.00) crossed below EMA 3 (17.00), close 13.00 below SMA 5 (19.80)", said[1].Entry!.Reason);
        Assert.Equal("EMA 1 (13.00) crossed below EMA 3 (17.00)", said[1].Exit!.Reason);
    }

    [Fact]
    public void The_strength_filter_holds_back_an_entry_without_a_trend()
    {
        var bars = BarsFor.Walk(600, seed: 11);
        var free = Said.By(new TrendFollowing(new() { Fast = 5, Slow = 15 }), bars);
        var filtered = Said.By(new TrendFollowing(new() { Fast = 5, Slow = 15, MinimumAdx = 25 }), bars);

        var index = new AverageDirectionalIndex(14);
        var strong = bars.Select(bar => { index.Update(bar); return index.Value >= 25; }).ToArray();
        Assert.Equal(free.Where(s => s.Entry is not null && strong[s.Bar]).Select(s => s.Bar), filtered.Where(s => s.Entry is not null).Select(s => s.Bar));
        Assert.Equal(free.Where(s => s.Exit is not null).Select(s => s.Bar), filtered.Where(s => s.Exit is not null).Select(s => s.Bar));
        Assert.NotEqual(free.Count, filtered.Count);
        Assert.Matches(@"^EMA 5 \([\d.]+\) crossed above EMA 15 \([\d.]+\), ADX 14 \([\d.]+\) at least 25$", filtered.First(s => s.Entry is not null).Entry!.Reason);
    }

    [Fact]
    public void A_filter_that_is_not_ready_holds_entries_back()
    {
        var bars = BarsFor.Days(13, 10, 10, 9, 8.5m, 12);
        Assert.Empty(Said.By(new TrendFollowing(OneAndThree with { TrendPeriod = 7 }), bars));
        Assert.Empty(Said.By(new TrendFollowing(OneAndThree with { MinimumAdx = 1, AdxPeriod = 4 }), bars));
        Assert.Empty(Said.By(new TrendFollowing(OneAndThree with { Protection = new() { AtrPeriod = 7 } }), bars));
        Assert.Single(Said.By(new TrendFollowing(OneAndThree with { Protection = new() { AtrPeriod = 6 } }), bars));
    }

    [Theory]
    [InlineData(EmaSeed.SimpleAverage)]
    [InlineData(EmaSeed.FirstValue)]
    public void With_all_else_off_its_trades_are_those_of_the_textbook_crossover(EmaSeed seed) =>
        BarsFor.Walks(1_500).Sample(bars =>
        {
            var strategy = new TrendFollowing(new() { Seed = seed, Protection = TradeProtection.None });
            var textbook = Textbook(Average(bars, 20, seed), Average(bars, 50, seed)).ToArray();
            Assert.Equal(textbook, Trades(Said.By(strategy, bars)));
        }, iter: 200);

    [Fact]
    public void After_fifty_equal_closes_its_trades_are_those_of_a_rule_that_holds_while_the_fast_average_is_above() =>
        BarsFor.Walks(1_500).Sample(bars =>
        {
            for (var i = 0; i < 50; i++) bars[i] = bars[i] with { Close = bars[0].Close };
            var strategy = new TrendFollowing(new() { Seed = EmaSeed.FirstValue, Protection = TradeProtection.None });
            var (fast, slow) = (Average(bars, 20, EmaSeed.FirstValue), Average(bars, 50, EmaSeed.FirstValue));
            var isLong = false;
            var held = new List<(int Bar, bool Enters)>();
            for (var i = 0; i < bars.Length; i++)
            {
                if (!(isLong ? fast[i] < slow[i] : fast[i] > slow[i])) continue;
                isLong = !isLong;
                held.Add((i, isLong));
            }
            Assert.Equal(held, Trades(Said.By(strategy, bars)));
        }, iter: 200);

    [Fact]
    public void A_fast_average_that_is_not_shorter_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TrendFollowing(new() { Fast = 50, Slow = 50 }));

    /// <summary>Above at this bar and not at the one before, both averages ready at both; likewise below.</summary>
    private static IEnumerable<(int Bar, bool Enters)> Textbook(double[] fast, double[] slow)
    {
        var isLong = false;
        for (var i = 1; i < fast.Length; i++)
        {
            var crosses = isLong
                ? fast[i] < slow[i] && fast[i - 1] >= slow[i - 1]
                : fast[i] > slow[i] && fast[i - 1] <= slow[i - 1];
            if (!crosses) continue;
            isLong = !isLong;
            yield return (i, isLong);
        }
    }

    /// <summary>What one who holds at most one long trade does.</summary>
    private static IEnumerable<(int Bar, bool Enters)> Trades(List<Said> said)
    {
        var isLong = false;
        foreach (var s in said)
        {
            if (isLong ? s.Exit is null : s.Entry is null) continue;
            isLong = !isLong;
            yield return (s.Bar, isLong);
        }
    }

    private static double[] Average(Bar[] bars, int period, EmaSeed seed)
    {
        var values = new double[bars.Length];
        var value = bars[0].Close.ToDouble();
        for (var i = 0; i < bars.Length; i++)
        {
            var close = bars[i].Close.ToDouble();
            if (seed == EmaSeed.SimpleAverage && i < period) value += (close - value) / (i + 1);
            else value += 2.0 / (period + 1) * (close - value);
            values[i] = i < period - 1 ? double.NaN : value;
        }
        return values;
    }
}
