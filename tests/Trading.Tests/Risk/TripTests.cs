using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;
using static Trading.Tests.Risk.PortfolioTests;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Risk;

public class TripTests
{
    private static readonly Scope Account = Scope.OfAccount("paper");
    private static readonly AccountRules Rules = new ReviewCase { Limits = new() { MaxDailyLoss = 0.03m, MaxDrawdown = 0.15m } }.Rules;

    [Fact]
    public void A_loss_just_inside_trips_nothing_and_one_at_the_limit_halts_for_the_day()
    {
        var inside = Evaluate(Held(), 97.01m, Morning);
        Assert.Equal(TradingState.Active, inside.StateFor(Apple));
        Assert.Empty(inside.Trips);

        var tripped = Evaluate(Held(), 97, Morning);
        Assert.Equal(TradingState.Halted, tripped.StateFor(Apple));
        var trip = Assert.Single(tripped.Trips);
        Assert.Equal((DenialCode.DailyLoss, Account, Morning), (trip.Evidence.Code, trip.Scope, trip.Time));
        Assert.Equal(new Breach(0.03m, 0.03m, "of equity lost"), trip.Evidence.Decide());
        Assert.Equal(97, trip.Holdings[0].Mark.ToDecimal());
    }

    [Fact]
    public void A_trip_is_made_once_for_as_long_as_it_holds()
    {
        var tripped = Evaluate(Held(), 97, Morning);
        Assert.Same(tripped, Evaluate(tripped, 97, Morning.AddMinutes(1)));
        Assert.Single(Evaluate(tripped, 96, Morning.AddMinutes(1)).Trips);
    }

    [Fact]
    public void A_daily_loss_lifts_with_the_next_trading_day_and_is_counted_from_there()
    {
        var tripped = Evaluate(Held(), 97, Morning);

        Assert.Equal(TradingState.Halted, RiskGate.Evaluate(tripped, Rules, Marks(97, Morning), Friday, Friday.AfterHoursClose.AddTicks(-1)).StateFor(Apple));
        var monday = RiskGate.Evaluate(tripped, Rules, Marks(97, Morning), Monday, Friday.AfterHoursClose);
        Assert.Equal(TradingState.Active, monday.StateFor(Apple));
        Assert.Equal((Monday.Date, 97_000m), (monday.Day, monday.Total.StartOfDay));
        Assert.Equal(TradingState.Active, RiskGate.Evaluate(monday, Rules, Marks(94.1m, Monday.Open), Monday, Monday.Open).StateFor(Apple));
        Assert.Equal(TradingState.Halted, RiskGate.Evaluate(monday, Rules, Marks(94.09m, Monday.Open), Monday, Monday.Open).StateFor(Apple));
    }

    [Fact]
    public void A_gap_over_night_is_a_loss_of_the_new_day()
    {
        var monday = RiskGate.Evaluate(Held(), Rules, Marks(97, Monday.Open), Monday, Monday.Open);
        Assert.Equal(100_000, monday.Total.StartOfDay);
        Assert.Equal(TradingState.Halted, monday.StateFor(Apple));
    }

    [Fact]
    public void A_review_on_a_new_day_does_not_wait_for_the_timer()
    {
        var tripped = Evaluate(Held(), 97, Morning);
        var plan = Long(97) with { SignaledAt = Monday.Open };
        var decision = RiskGate.Review(
            tripped, Rules, new RiskRequest(Id(9), Apple, plan), new MarketView(QuoteAt("AAPL", 97, Monday.Open), Monday, Monday.AfterHoursClose, ""),
            TimeSpan.FromMinutes(1), Monday.Open);
        Assert.True(decision.IsApproved, decision.Reason);
    }

    [Fact]
    public void Clocks_that_jump_back_begin_no_day_anew()
    {
        var monday = RiskGate.Evaluate(Held(), Rules, Marks(97, Morning), Monday, Monday.Open);
        Assert.Equal(Monday.Date, RiskGate.Evaluate(monday, Rules, Marks(97, Morning), Friday, Morning).Day);
    }

    [Fact]
    public void A_drawdown_from_the_peak_halts_until_somebody_resumes_and_is_then_measured_anew()
    {
        var rules = new ReviewCase { Limits = new() { MaxDrawdown = 0.15m } }.Rules;
        var risen = RiskGate.Evaluate(Held(), rules, Marks(120, Morning), Friday, Morning);
        Assert.Equal(120_000, risen.Total.Peak);

        var fallen = RiskGate.Evaluate(risen, rules, Marks(102, Morning), Friday, Morning);
        Assert.Equal(TradingState.Halted, fallen.StateFor(Apple));
        Assert.Equal(DenialCode.Drawdown, fallen.Trips[0].Evidence.Code);
        Assert.Equal(TradingState.Halted, RiskGate.Evaluate(fallen, rules, Marks(102, Morning), Monday, Monday.Open).StateFor(Apple));

        var resumed = fallen.Resumed(Account, Morning.AddHours(1));
        Assert.Equal(102_000, resumed.Total.Peak);
        Assert.Equal(TradingState.Active, RiskGate.Evaluate(resumed, rules, Marks(102, Morning), Friday, Morning.AddHours(1)).StateFor(Apple));
        Assert.Equal(100_000, resumed.Total.StartOfDay);
    }

    [Fact]
    public void Resuming_after_a_daily_loss_allows_another_one_and_keeps_the_peak()
    {
        var resumed = Evaluate(Held(), 97, Morning).Resumed(Account, Morning.AddHours(1));

        Assert.Equal((97_000m, 100_000m), (resumed.Total.StartOfDay, resumed.Total.Peak));
        Assert.Equal(TradingState.Active, Evaluate(resumed, 94.1m, Morning.AddHours(1)).StateFor(Apple));
        Assert.Equal(TradingState.Halted, Evaluate(resumed, 94.09m, Morning.AddHours(1)).StateFor(Apple));
    }

    [Fact]
    public void A_strategy_trips_alone()
    {
        var rules = new ReviewCase { StrategyLimits = new() { MaxDailyLoss = 0.01m } }.Rules;
        var tripped = RiskGate.Evaluate(Held(), rules, Marks(99, Morning), Friday, Morning);

        Assert.Equal(TradingState.Halted, tripped.StateFor(Apple));
        Assert.Equal(TradingState.Active, tripped.StateFor(Apple with { Strategy = "fade" }));
        Assert.Equal(RiskLevel.Strategy, tripped.Trips[0].Evidence.Level);
    }

    [Theory]
    [InlineData(TradingState.Active, DenialCode.DailyLoss)]
    [InlineData(TradingState.Reducing, DenialCode.TradingReduced)]
    [InlineData(TradingState.Halted, DenialCode.TradingHalted)]
    public void What_a_trip_makes_of_trading_is_configured(TradingState response, DenialCode denied)
    {
        var rules = Rules with { Trips = new TripResponses { DailyLoss = new(response) } };
        var tripped = RiskGate.Evaluate(Held(), rules, Marks(97, Morning), Friday, Morning);

        Assert.Single(tripped.Trips);
        Assert.Equal(response, tripped.StateFor(Apple));
        Assert.Equal(denied, (new ReviewCase { Portfolio = tripped, TradeId = Id(9), Limits = rules.Limits }).Decide().Code);
    }

    [Fact]
    public void Losing_trades_in_a_row_begin_a_cool_down_and_a_winner_begins_the_count_anew()
    {
        var rules = new ReviewCase { Limits = new() { MaxConsecutiveLosses = 3, CoolDown = TimeSpan.FromMinutes(30) } }.Rules;
        var portfolio = Closes(Known(100_000), rules, -1, -1, 5, -1, -1, 0);
        Assert.Null(portfolio.Total.CoolDownUntil);
        Assert.Equal(2, portfolio.Total.Losses);

        var cooling = RiskGate.Closed(portfolio, rules, Apple, Closed(99, -1), Morning);
        Assert.Equal((0, Morning.AddMinutes(30)), (cooling.Total.Losses, cooling.Total.CoolDownUntil!.Value));
        Assert.Equal(new Breach(3, 3, "losing trades in a row"), Assert.Single(cooling.Trips).Evidence.Decide());
        Assert.Equal(TradingState.Active, cooling.StateFor(Apple));
        Assert.Null(cooling.Resumed(Account, Morning.AddMinutes(1)).Total.CoolDownUntil);
    }

    [Fact]
    public void A_close_told_twice_counts_once()
    {
        var once = RiskGate.Closed(Known(100_000), Rules, Apple, Closed(1, -1), Morning);
        Assert.Equal(1, once.Total.Losses);
        Assert.Same(once, RiskGate.Closed(once, Rules, Apple, Closed(1, -1), Morning.AddSeconds(1)));
    }

    [Fact]
    public void A_loss_streak_may_reduce_trading_while_it_cools_down()
    {
        var rules = new ReviewCase { StrategyLimits = new() { MaxConsecutiveLosses = 1, CoolDown = TimeSpan.FromMinutes(30) } }.Rules with
        {
            Trips = new TripResponses { LossStreak = new(TradingState.Reducing) },
        };
        var reduced = RiskGate.Closed(Known(100_000), rules, Apple, Closed(1, -1), Morning);

        Assert.Equal(TradingState.Reducing, reduced.StateFor(Apple));
        Assert.Equal(TradingState.Active, reduced.StateFor(Apple with { Strategy = "fade" }));
        Assert.Equal(TradingState.Active, reduced.At(Friday, Morning.AddMinutes(30)).StateFor(Apple));
    }

    [Fact]
    public void A_raised_limit_reverts_by_itself()
    {
        var until = Morning.AddMinutes(10);
        var raised = Known(100_000).Overridden(new LimitOverride(Account, new() { MaxOrderQuantity = 80 }, until, "busy day"));
        var review = new ReviewCase { Portfolio = raised, Limits = new() { MaxOrderQuantity = 50 }, Plan = Long(100) with { ValidFor = TimeSpan.FromHours(1) } };

        Assert.Equal(80, (review with { Now = until.AddTicks(-1) }).Decide().Quantity);
        Assert.Equal(50, (review with { Now = until }).Decide().Quantity);
        Assert.Equal(80, raised.Effective(review.Limits, Account, until.AddTicks(-1)).MaxOrderQuantity);
        Assert.Equal(50, raised.Effective(review.Limits, Account, until).MaxOrderQuantity);
        Assert.Empty(RiskGate.Evaluate(raised, review.Rules, Marks(100, Morning), Friday, until).Overrides);
    }

    [Fact]
    public void Saved_evidence_replays_to_the_same_decision() =>
        Gen.Select(Gen.Int[80_00, 120_00], Gen.Int[80_00, 120_00], Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[1, 20_000]).Sample((first, second, daily, drawdown, dollars) =>
        {
            var rules = new ReviewCase
            {
                Limits = new() { MaxDailyLoss = daily / 100m, MaxDailyLossAmount = dollars, MaxDrawdown = drawdown / 100m },
            }.Rules;
            var portfolio = RiskGate.Evaluate(Held(), rules, Marks(first / 100m, Morning), Friday, Morning);
            portfolio = RiskGate.Evaluate(portfolio, rules, Marks(second / 100m, Morning), Friday, Morning);
            foreach (var trip in portfolio.Trips)
            {
                var decided = trip.Evidence.Decide() ?? throw new InvalidOperationException("a trip without a breach");
                if (TripEvidence.FromJson(trip.Evidence.ToJson()).Decide() != decided) return false;
                if (decided.Measured < decided.Allowed) return false;
                var open = trip.Holdings.Sum(holding => holding.OpenProfit);
                if (open != trip.Evidence.OpenProfit) return false;
            }
            return portfolio.Trips.Length == 0 == (portfolio.StateFor(Apple) == TradingState.Active);
        });

    [Fact]
    public void The_trips_kept_are_bounded()
    {
        var rules = new ReviewCase { Limits = new() { MaxConsecutiveLosses = 1, CoolDown = TimeSpan.FromSeconds(1) } }.Rules;
        var portfolio = Known(100_000);
        for (var i = 0; i < Trip.MostKept + 3; i++) portfolio = RiskGate.Closed(portfolio, rules, Apple, Closed(i, -1), Morning.AddMinutes(i));
        Assert.Equal(Trip.MostKept, portfolio.Trips.Length);
        Assert.Equal(Morning.AddMinutes(3), portfolio.Trips[0].Time);
    }

    [Fact]
    public void Nothing_changed_is_the_same_portfolio()
    {
        var held = Evaluate(Held(), 100, Morning);
        Assert.Same(held, Evaluate(held, 100, Morning.AddMinutes(1)));
    }

    private static Portfolio Evaluate(Portfolio portfolio, decimal price, DateTimeOffset now) =>
        RiskGate.Evaluate(portfolio, Rules, Marks(price, now), Friday, now);

    /// <summary>A thousand shares bought at 100 with all of the equity.</summary>
    private static Portfolio Held() =>
        Known(100_000).Book(Apple, "", new OrderId(Id(1), OrderRole.Entry, 1), FillOf("x1", OrderSide.Buy, 1_000, 100));

    private static Portfolio Closes(Portfolio portfolio, AccountRules rules, params decimal[] profits)
    {
        for (var i = 0; i < profits.Length; i++) portfolio = RiskGate.Closed(portfolio, rules, Apple, Closed(i, profits[i]), Morning);
        return portfolio;
    }

    private static TradeClosed Closed(int number, decimal profit) =>
        new(Id(number), TradeDirection.Long, 100, 100, 100, 0, profit, Morning, Morning, ExitReason.Signal);
}
