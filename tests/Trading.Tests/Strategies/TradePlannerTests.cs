using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Strategies;

public class TradePlannerTests
{
    [Theory]
    // High and low around the close make the average true range of one bar; the tick below a dollar is a hundredth of a cent.
    [InlineData(TradeDirection.Long, "10", "0.333333", "2", "9.33")]
    [InlineData(TradeDirection.Short, "10", "0.333333", "2", "10.67")]
    [InlineData(TradeDirection.Long, "10", "0.5", "1.5", "9.25")]
    [InlineData(TradeDirection.Long, "1.05", "0.1", "1", "0.95")]
    [InlineData(TradeDirection.Long, "1.05", "0.10005", "1", "0.9499")]
    [InlineData(TradeDirection.Short, "0.95", "0.04995", "1", "1.00")]
    [InlineData(TradeDirection.Short, "0.95", "0.05005", "1", "1.01")]
    public void A_stop_is_rounded_to_a_tick_away_from_the_entry(TradeDirection direction, string close, string range, string multiple, string stop)
    {
        var plan = Plan(direction, Bar(close, range), new() { AtrPeriod = 1, Stop = decimal.Parse(multiple) });
        Assert.Equal(Price.Parse(stop), plan.StopPrice);
        Assert.Equal(Price.Parse(range), plan.AverageTrueRange);
    }

    [Theory]
    [InlineData(TradeDirection.Long, "10", "9.99")]
    [InlineData(TradeDirection.Short, "10", "10.01")]
    [InlineData(TradeDirection.Long, "0.5", "0.4999")]
    public void Without_any_range_the_stop_is_a_tick_away_and_there_is_nothing_to_size_by(TradeDirection direction, string close, string stop)
    {
        var plan = Plan(direction, Bar(close, "0"), new() { AtrPeriod = 1 });
        Assert.Equal((Price.Parse(stop), null), (plan.StopPrice, plan.AverageTrueRange));
    }

    [Fact]
    public void A_stop_below_zero_goes_to_the_lowest_price_there_is() =>
        Assert.Equal(Price.Parse("0.0001"), Plan(TradeDirection.Long, Bar("1", "0.9"), new() { AtrPeriod = 1, Stop = 3 }).StopPrice);

    [Fact]
    public void Below_the_lowest_stop_there_is_no_plan()
    {
        var bar = Bar("0.0001", "0");
        var planner = new TradePlanner(AllowedDirections.Both, new() { AtrPeriod = 1 });
        planner.Update(bar);
        Assert.False(planner.CanPlan(TradeDirection.Long, bar.Close));
        Assert.True(planner.CanPlan(TradeDirection.Long, Price.Parse("0.0002")));
    }

    [Theory]
    // The way to the stop is 0.67 after rounding.
    [InlineData(TradeDirection.Long, "1.5", "11.01")]
    [InlineData(TradeDirection.Short, "1.5", "8.99")]
    [InlineData(TradeDirection.Long, "2", "11.34")]
    [InlineData(TradeDirection.Short, "15", null)]
    public void A_target_is_a_multiple_of_the_way_to_the_stop(TradeDirection direction, string multiple, string? target)
    {
        var plan = Plan(direction, Bar("10", "0.333333"), new() { AtrPeriod = 1, Target = decimal.Parse(multiple) });
        Assert.Equal(target is null ? null : Price.Parse(target), plan.TargetPrice);
    }

    [Fact]
    public void Trail_break_even_and_time_limit_become_stop_policies()
    {
        var plan = Plan(TradeDirection.Long, Bar("10", "1"), new() { AtrPeriod = 1, Trail = 2.5m, BreakEven = 1, TimeLimit = 30 });
        Assert.Equal(
            [new StopPolicy.AverageTrueRange(1, 2.5m), new StopPolicy.BreakEven(1, Price.Zero), new StopPolicy.TimeLimit(TimeSpan.FromMinutes(30))],
            plan.StopPolicies);
    }

    [Fact]
    public void With_everything_off_a_plan_is_the_direction_alone()
    {
        var plan = Plan(TradeDirection.Long, Bar("10", "1"), TradeProtection.None);
        Assert.Equal((null, null, null, 0), (plan.StopPrice, plan.TargetPrice, plan.AverageTrueRange, plan.StopPolicies.Length));
        Assert.Equal((OrderType.Market, "why"), (plan.EntryType, plan.Reason));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    [InlineData(15, 15)]
    [InlineData(60, 60)]
    [InlineData(240, 240)]
    public void Within_a_session_a_signal_holds_for_a_bar_and_for_five_minutes_at_least(int minutes, int validFor)
    {
        // Enough bars to come to the last one of a session, which the close may cut.
        var bars = BarsFor.Walk(1_170 / minutes + 1, seed: 5, minutes: minutes);
        foreach (var count in new[] { 2, 390 / minutes + 1, bars.Length })
            Assert.Equal(TimeSpan.FromMinutes(validFor), Plan(bars.AsSpan(0, count), TradeProtection.None).ValidFor);
    }

    [Fact]
    public void A_daily_signal_holds_for_four_days_also_when_the_days_are_short_or_run_from_midnight()
    {
        var bars = BarsFor.Walk(10, seed: 5);
        var early = bars.Select(bar => bar with { End = bar.End.AddHours(-3) }).ToArray();
        var whole = bars.Select(bar => bar with { Start = Midnight(bar.Start), End = Midnight(bar.Start).AddDays(1) }).ToArray();
        foreach (var days in new[] { bars, early, whole })
            Assert.Equal(TimeSpan.FromDays(4), Plan(days, TradeProtection.None).ValidFor);
    }

    [Theory]
    [InlineData(1, TimeInForce.Day)]
    [InlineData(390, TimeInForce.AtTheOpen)]
    public void A_market_entry_is_for_the_day_and_on_daily_bars_for_the_next_opening_auction(int minutes, TimeInForce timeInForce) =>
        Assert.Equal(timeInForce, Plan(BarsFor.Walk(10, seed: 5, minutes: minutes), TradeProtection.None).EntryTimeInForce);

    [Theory]
    [InlineData(390, 1, 2 * 24 * 60)]
    [InlineData(390, 5, 7 * 24 * 60)]
    [InlineData(390, 10, 14 * 24 * 60)]
    [InlineData(60, 10, 600)]
    public void A_time_limit_in_bars_is_time_on_the_clock_and_weekends_count_with_daily_bars(int minutes, int bars, int limit)
    {
        var plan = Plan(BarsFor.Walk(20, seed: 5, minutes: minutes), TradeProtection.None with { TimeLimit = bars });
        Assert.Equal([new StopPolicy.TimeLimit(TimeSpan.FromMinutes(limit))], plan.StopPolicies);
    }

    [Fact]
    public void A_protection_that_lacks_what_it_builds_on_is_refused()
    {
        foreach (var protection in new TradeProtection[]
        {
            new() { AtrPeriod = 0, Stop = 1 },
            TradeProtection.None with { Target = 1 },
            TradeProtection.None with { Trail = 1 },
            TradeProtection.None with { AtrPeriod = 14, Trail = 1 },
            TradeProtection.None with { BreakEven = 1 },
        })
            Assert.Throws<ArgumentException>(() => new TradePlanner(AllowedDirections.Long, protection));
    }

    private static TradePlan Plan(TradeDirection direction, Bar bar, TradeProtection protection)
    {
        var planner = new TradePlanner(AllowedDirections.Both, protection);
        planner.Update(bar with { Start = bar.Start.AddMinutes(-1), End = bar.Start });
        planner.Update(bar);
        Assert.True(planner.CanPlan(direction, bar.Close));
        return planner.AtMarket(direction, bar, "why");
    }

    private static TradePlan Plan(ReadOnlySpan<Bar> bars, TradeProtection protection)
    {
        var planner = new TradePlanner(AllowedDirections.Both, protection);
        foreach (var bar in bars) planner.Update(bar);
        return planner.AtMarket(TradeDirection.Long, bars[^1], "why");
    }

    private static DateTimeOffset Midnight(DateTimeOffset time) => new(time.Date, TimeSpan.Zero);

    private static Bar Bar(string close, string range)
    {
        var start = new DateTimeOffset(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);
        var (at, wide) = (Price.Parse(close), Price.Parse(range));
        return new Bar(start, start.AddMinutes(1), at, at + wide, at, at, 100);
    }
}
