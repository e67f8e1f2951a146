using System.Text.Json;
using Trading.Indicators;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Trades;
using static Trading.Tests.Positions.Samples;

namespace Trading.Tests.Positions;

public class WatchRulesTests
{
    private static readonly WatchRules Rules = new(WatchSettings.Default, null);

    [Fact]
    public void A_trailing_stop_follows_the_high_and_holds_from_the_next_bar()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)4m))));
        var first = OnBar(trade, watch, Bar(1, high: 103, low: 98, close: 102));
        Assert.Equal((Price)99m, first.Wish?.Stop);
        Assert.Null(first.Wish?.Exit); // the low of 98 came before the stop of 99 was there
        Assert.Null(OnBar(trade, first.Watch, Bar(2, high: 102, low: 100, close: 101)).Wish?.Stop);
    }

    [Fact]
    public void A_stop_never_loosens() => Gen.Select(Gen.Int[9000, 11000].Array[1, 40], Gen.Bool, Gen.Int[0, 4]).Sample((closes, isLong, policy) =>
    {
        StopPolicy trailing = policy switch
        {
            0 => new StopPolicy.Trailing(Trail.OfAmount((Price)1.5m)),
            1 => new StopPolicy.Trailing(Trail.OfPercent(2)),
            2 => new StopPolicy.AverageTrueRange(5, 2),
            3 => new StopPolicy.BreakEven(0.5m, (Price)0.05m),
            _ => new StopPolicy.Fixed((Price)(isLong ? 98m : 102m)),
        };
        var direction = isLong ? TradeDirection.Long : TradeDirection.Short;
        var (trade, watch) = Begun(Plan(direction, isLong ? 90 : 110, trailing));
        for (var i = 0; i < closes.Length; i++)
        {
            var close = closes[i] / 100m;
            var decision = OnBar(trade, watch, Bar(i + 1, close + 0.5m, close - 0.5m, close));
            if (decision.Wish?.Stop is { } stop)
            {
                if (direction.Sign() * (stop.Units - watch.Stop.Units) <= 0) return false;
                if (stop.RoundDown(stop.TickSize()) != stop) return false;
                if (direction.Sign() * (close - stop) <= 0) return false;
            }
            if (decision.Watch.Stop != (decision.Wish?.Stop ?? watch.Stop)) return false;
            watch = decision.Watch;
        }
        return true;
    });

    [Fact]
    public void A_trailing_percentage_is_rounded_away_from_the_market()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 90, new StopPolicy.Trailing(Trail.OfPercent(3))));
        Assert.Equal((Price)97.97m, OnBar(trade, watch, Bar(1, high: 101.01m, low: 99, close: 101)).Wish?.Stop);
        var (shorted, shortWatch) = Begun(Plan(TradeDirection.Short, 110, new StopPolicy.Trailing(Trail.OfPercent(3))));
        Assert.Equal((Price)101.98m, OnBar(shorted, shortWatch, Bar(1, high: 100, low: 99.001m, close: 99.5m)).Wish?.Stop);
    }

    [Fact]
    public void A_price_that_ran_up_and_fell_through_the_trail_within_a_bar_leaves_the_trade()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)2m))));
        var decision = OnBar(trade, watch, Bar(1, high: 110, low: 99, close: 105));
        Assert.Equal((ExitReason.Stop, (Price)105m), (decision.Wish?.Exit, decision.Wish?.Price));
        Assert.Null(decision.Wish?.Stop);
        Assert.Contains("108.00", decision.Wish!.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_of_average_true_ranges_is_the_indicators_own_number()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 50, new StopPolicy.AverageTrueRange(3, 2)));
        var indicator = new AverageTrueRange(3);
        var highest = 100m;
        for (var i = 1; i <= 12; i++)
        {
            var close = 100m + (i * 0.7m);
            var bar = Bar(i, close + (i % 4), close - 1, close);
            indicator.Update(bar);
            highest = Math.Max(highest, (decimal)bar.High);
            var decision = OnBar(trade, watch, bar);
            watch = decision.Watch;
            if (!indicator.IsReady) continue;
            Assert.Equal(indicator.Value, watch.Range.Average);
            var wanted = Price.FromDecimal(highest) - Price.FromDouble(2 * indicator.Value);
            Assert.True(watch.Stop >= wanted.RoundDown((Price)0.01m), $"{watch.Stop} is looser than {wanted}");
        }
        Assert.True(watch.Stop > (Price)100m);
    }

    [Fact]
    public void The_range_at_the_signal_is_carried_on_from()
    {
        var plan = Plan(TradeDirection.Long, null, new StopPolicy.AverageTrueRange(14, 2.5m)) with { AverageTrueRange = (Price)2m };
        var trade = Opened(plan);
        var begun = Rules.Begin(trade, trade.Watch, At(0));
        Assert.Equal((Price)95m, begun.Wish?.Stop);
        var next = OnBar(trade, begun.Watch, Bar(1, high: 104, low: 100, close: 104));
        Assert.Equal(2 + ((4.0 - 2) / 14), next.Watch.Range.Average, 12);
    }

    [Fact]
    public void Bars_of_another_length_do_not_count_for_the_range()
    {
        var settings = new WatchSettings { StrategyBars = WatchSettings.Default.StrategyBars.Add("trend", BarPeriod.OfMinutes(5)) };
        var rules = new WatchRules(settings, null);
        var trade = Opened(Plan(TradeDirection.Long, 95, new StopPolicy.AverageTrueRange(1, 2)));
        var begun = rules.Begin(trade, trade.Watch, At(0)).Watch;
        Assert.False(rules.OnBar(trade, begun, Bar(1, 101, 99, 100), BarPeriod.Minute, At(2)).Watch.Range.HasSeenBars);
        Assert.True(rules.OnBar(trade, begun, Bar(1, 101, 99, 100), BarPeriod.OfMinutes(5), At(2)).Watch.Range.HasSeenBars);
    }

    [Fact]
    public void A_bar_that_comes_twice_counts_once_for_the_range()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 80, new StopPolicy.AverageTrueRange(3, 2)));
        var once = OnBar(trade, watch, Bar(1, 103, 99, 101)).Watch;
        Assert.Equal(once.Range, OnBar(trade, once, Bar(1, 103, 99, 101)).Watch.Range);
    }

    [Theory]
    [InlineData(104.9, null)]
    [InlineData(105, 100.1)]
    public void The_stop_goes_to_the_entry_once_the_first_risk_is_gained(double high, double? stop)
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.BreakEven(1, (Price)0.1m)));
        Assert.Equal((Price?)(decimal?)stop, OnBar(trade, watch, Bar(1, (decimal)high, 100, 103)).Wish?.Stop);
    }

    [Fact]
    public void Break_even_covers_an_average_entry_between_two_ticks()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.BreakEven(1, Price.Zero)), entry: 100.003333m);
        Assert.Equal((Price)100.01m, OnBar(trade, watch, Bar(1, 106, 100, 105)).Wish?.Stop);
    }

    [Fact]
    public void The_tightest_of_several_stops_wins()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)4m)), new StopPolicy.Trailing(Trail.OfAmount((Price)3m))));
        Assert.Equal((Price)102m, OnBar(trade, watch, Bar(1, 105, 100, 104)).Wish?.Stop);
    }

    [Fact]
    public void A_fixed_stop_is_set_when_the_trade_begins_without_one()
    {
        var trade = Opened(Plan(TradeDirection.Long, null, new StopPolicy.Fixed((Price)97m), new StopPolicy.ProfitTarget(2)));
        var begun = Rules.Begin(trade, trade.Watch, At(0));
        Assert.Equal((Price)97m, begun.Wish?.Stop);
        Assert.Equal(((Price)3m, (Price)106m), (begun.Watch.Risk, begun.Watch.Target));
    }

    [Fact]
    public void A_profit_target_policy_leaves_at_its_price()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Short, 102, new StopPolicy.ProfitTarget(1.5m)));
        Assert.Null(OnBar(trade, watch, Bar(1, 99, 96.9m, 97.1m)).Wish?.Exit);
        Assert.Equal(ExitReason.Target, OnBar(trade, watch, Bar(2, 99, 96.9m, 97)).Wish?.Exit);
    }

    [Fact]
    public void A_trade_is_left_when_its_time_is_up_and_asked_to_be_once()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.TimeLimit(TimeSpan.FromMinutes(30))));
        Assert.Null(OnBar(trade, watch, Bar(28, 101, 99, 100)).Wish?.Exit);
        var decision = OnBar(trade, watch, Bar(29, 101, 99, 100));
        Assert.Equal(ExitReason.Time, decision.Wish?.Exit);
        Assert.Null(OnBar(trade, decision.Watch, Bar(30, 101, 99, 100)).Wish?.Exit);
    }

    [Fact]
    public void A_stop_the_broker_holds_is_left_to_the_broker_until_the_grace_is_over()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95));
        var first = OnBar(trade, watch, Bar(1, 97, 94, 94.5m));
        Assert.Null(first.Wish?.Exit);
        var back = OnBar(trade, first.Watch, Bar(2, 96, 94, 95.5m));
        Assert.Null(back.Watch.BeyondSince);
        var second = OnBar(trade, back.Watch, Bar(3, 96, 94, 95));
        Assert.Null(second.Wish?.Exit);
        var third = OnBar(trade, second.Watch, Bar(4, 96, 94, 94));
        Assert.Equal((ExitReason.Stop, (Price)94m), (third.Wish?.Exit, third.Wish?.Price));
    }

    [Fact]
    public void A_target_the_broker_holds_is_left_to_the_broker_until_the_grace_is_over()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95) with { TargetPrice = (Price)110m });
        var first = OnQuote(trade, watch, 110.5m, 1);
        Assert.Null(first.Wish?.Exit);
        Assert.Null(OnQuote(trade, first.Watch, 110.5m, 1.3).Wish?.Exit);
        Assert.Equal(ExitReason.Target, OnQuote(trade, first.Watch, 110.5m, 1.4).Wish?.Exit);
    }

    [Fact]
    public void Quotes_do_not_move_a_stop_more_often_than_allowed_and_lose_nothing()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)2m))));
        var first = OnQuote(trade, watch, 101, 1);
        Assert.Equal((Price)99m, first.Wish?.Stop);
        var soon = OnQuote(trade, first.Watch, 102, 1.05);
        Assert.Null(soon.Wish?.Stop);
        Assert.Equal((Price)100m, OnQuote(trade, soon.Watch, 101.5m, 1.1).Wish?.Stop);
    }

    [Fact]
    public void A_quote_older_than_the_newest_price_decides_nothing_but_counts_for_the_best_price()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)2m))));
        var newest = OnQuote(trade, watch, 100.5m, 5).Watch;
        var older = OnQuote(trade, newest, 102, 4);
        Assert.Null(older.Wish?.Stop);
        Assert.Equal((Price)100m, OnQuote(trade, older.Watch, 101, 6).Wish?.Stop);

        var (aimed, aim) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.ProfitTarget(1)));
        Assert.Null(OnQuote(aimed, OnQuote(aimed, aim, 100, 5).Watch, 106, 4).Wish);
    }

    [Fact]
    public void A_quote_without_a_price_or_from_before_the_first_fill_says_nothing()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95));
        Assert.Equal(WatchChange.None, OnQuote(trade, watch, 0, 1).Change);
        Assert.Equal(WatchChange.None, OnQuote(trade, watch, 100, -1).Change);
    }

    [Fact]
    public void The_bar_of_the_entry_counts_by_its_close_alone()
    {
        var trade = Opened(Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)2m))), filledAt: 0.5);
        var begun = Rules.Begin(trade, trade.Watch, At(0.5)).Watch;
        var decision = OnBar(trade, begun, Bar(0, high: 120, low: 90, close: 101));
        Assert.Equal(((Price)101m, (Price)101m), (decision.Watch.High, decision.Watch.Low));
        Assert.Equal(WatchChange.None, OnBar(trade, begun, Bar(-1, high: 120, low: 90, close: 101)).Change);
    }

    [Fact]
    public void Prices_outside_regular_hours_are_passed_over()
    {
        var rules = new WatchRules(WatchSettings.Default, new NyseCalendar());
        var trade = Opened(Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfAmount((Price)2m))));
        var begun = rules.Begin(trade, trade.Watch, At(0)).Watch;
        Assert.Equal(WatchChange.None, rules.OnQuote(trade, begun, Quote.At(Apple, (Price)120m, At(395)), At(395)).Change);
        Assert.Equal(WatchChange.Decided, rules.OnQuote(trade, begun, Quote.At(Apple, (Price)120m, At(389)), At(389)).Change);
        Assert.Equal(WatchChange.Decided, rules.OnBar(trade, begun, Bar(389, 120, 100, 120), BarPeriod.Minute, At(390)).Change);
        Assert.Equal(WatchChange.None, rules.OnBar(trade, begun, Bar(390, 120, 100, 120), BarPeriod.Minute, At(391)).Change);
    }

    [Fact]
    public void Shares_on_the_wrong_side_of_the_plan_are_not_watched()
    {
        var trade = Opened(Plan(TradeDirection.Short, 105, new StopPolicy.TimeLimit(TimeSpan.Zero)), isLong: true);
        Assert.Equal(WatchChange.None, Rules.Begin(trade, trade.Watch, At(0)).Change);
        Assert.Null(OnBar(trade, trade.Watch, Bar(1, 120, 110, 120)).Wish?.Exit);
    }

    [Fact]
    public void A_plan_without_stop_or_policies_only_has_its_excursion_followed()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, null, new StopPolicy.ProfitTarget(1), new StopPolicy.BreakEven(1, Price.Zero)));
        var decision = OnBar(trade, watch, Bar(1, 200, 10, 11));
        Assert.Equal((WatchChange.Noted, (Price)200m, (Price)10m), (decision.Change, decision.Watch.High, decision.Watch.Low));
    }

    [Fact]
    public void A_bar_that_changes_nothing_makes_no_garbage()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 90,
            new StopPolicy.Trailing(Trail.OfPercent(8)), new StopPolicy.AverageTrueRange(14, 3), new StopPolicy.BreakEven(2, Price.Zero),
            new StopPolicy.ProfitTarget(4), new StopPolicy.TimeLimit(TimeSpan.FromDays(9))));
        var bar = Bar(1, 101, 99, 100);
        for (var i = 0; i < 100; i++) watch = OnBar(trade, watch, bar with { Start = At(i + 1), End = At(i + 2) }).Watch;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 300; i++) watch = OnBar(trade, watch, bar with { Start = At(i + 1), End = At(i + 2) }).Watch;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_watch_survives_storage()
    {
        var (trade, watch) = Begun(Plan(TradeDirection.Long, 95, new StopPolicy.AverageTrueRange(2, 2), new StopPolicy.TimeLimit(TimeSpan.FromHours(1))));
        watch = OnBar(trade, watch, Bar(1, 103, 94, 94.5m)).Watch with { ExitAsked = ExitReason.Time };
        Assert.Equal(watch, JsonSerializer.Deserialize<Watch>(JsonSerializer.Serialize(watch)));
    }

    private static WatchedTrade Opened(TradePlan plan, decimal entry = 100, double filledAt = 0, bool? isLong = null) => new()
    {
        Position = isLong ?? plan.Direction == TradeDirection.Long ? Booked(Bought(100, entry, filledAt)) : Booked(SoldShort(100, entry, filledAt)),
        Plan = plan,
        AverageEntry = entry,
        OpenedAt = At(filledAt),
    };

    private static (WatchedTrade Trade, Watch Watch) Begun(TradePlan plan, decimal entry = 100)
    {
        var trade = Opened(plan, entry);
        return (trade, Rules.Begin(trade, trade.Watch, At(-1)).Watch);
    }

    private static WatchDecision OnBar(WatchedTrade trade, in Watch watch, Bar bar) => Rules.OnBar(trade, watch, bar, BarPeriod.Minute, bar.End);

    private static WatchDecision OnQuote(WatchedTrade trade, in Watch watch, decimal price, double minute) =>
        Rules.OnQuote(trade, watch, Quote.At(Apple, (Price)price, At(minute)), At(minute));
}
