using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Tests.Risk;
using Trading.Trades;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Agents;

public class RiskManagementAgentTests
{
    private static readonly Scope Account = Scope.OfAccount("paper");

    [Fact]
    public async Task A_review_within_the_limits_is_approved_with_its_size()
    {
        var desk = await RiskDesk.OpenAsync();
        var review = desk.Review(1);

        var said = Assert.Single(await desk.HandleAsync(review));

        Assert.Equal((EventNames.TradeApproved, Id(1).Value, Apple, "risk"), (said.Name, said.Subject, said.Scope, said.Source));
        Assert.Equal(new TradeApproved(Id(1), 100, Morning.AddMinutes(1)), said.Data);
        Assert.Equal(review.Id, said.CausationId);
        Assert.Equal(100, Assert.Single(desk.Portfolio().Trades).Reserved);
    }

    [Fact]
    public async Task A_review_beyond_a_limit_is_denied_with_its_code_and_saves_nothing()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxGrossExposure = 0.0001m });
        var saves = desk.Saves;

        var said = Assert.Single(await desk.HandleAsync(desk.Review(1)));

        Assert.Equal(EventNames.TradeDenied, said.Name);
        Assert.Equal(DenialCode.GrossExposure, Assert.IsType<TradeDenied>(said.Data).Code);
        Assert.Equal(saves, desk.Saves);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("nobody")]
    public async Task An_account_the_broker_has_not_told_of_or_nobody_configured_is_denied(string account)
    {
        var desk = new RiskDesk(RiskDesk.Settings());
        var said = Assert.Single(await desk.HandleAsync(desk.Review(1, Apple with { Account = account })));
        Assert.Equal(DenialCode.PortfolioUnknown, Assert.IsType<TradeDenied>(said.Data).Code);
    }

    [Fact]
    public async Task A_review_delivered_again_is_answered_with_the_same_message_and_reserves_nothing_more()
    {
        var desk = await RiskDesk.OpenAsync();
        var review = desk.Review(1);
        var first = Assert.Single(await desk.HandleAsync(review));
        var saves = desk.Saves;
        desk.Time.Advance(TimeSpan.FromMinutes(20));

        var second = Assert.Single(await desk.HandleAsync(review));

        Assert.Equal((first.Id, first.Data), (second.Id, second.Data));
        Assert.Equal(saves, desk.Saves);

        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 100, 100, "x1"));
        Assert.Equal(first.Data, Assert.Single(await desk.HandleAsync(review)).Data);
    }

    [Fact]
    public async Task A_review_of_a_trade_that_has_ended_is_denied()
    {
        var desk = await RiskDesk.OpenAsync();
        var review = desk.Review(1);
        await desk.HandleAsync(review);
        await desk.HandleAsync(desk.Message(EventNames.TradeCanceled, Apple, new TradeCanceled(Id(1), "")));

        Assert.Equal(DenialCode.TradeEnded, Assert.IsType<TradeDenied>(Assert.Single(await desk.HandleAsync(review)).Data).Code);
        Assert.Empty(desk.Portfolio().Trades);
    }

    [Fact]
    public async Task Of_the_buying_power_an_entry_takes_its_price_from_its_approval_on_whether_the_broker_has_heard_of_it_or_it_has_filled()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxBuyingPowerUse = 1 });
        await desk.TellAsync("paper", 15_000);
        await desk.HandleAsync(desk.Review(1));
        Assert.Equal(5_000, Free());
        await desk.TellAsync("paper", 15_000); // the order is not at the broker yet
        Assert.Equal(5_000, Free());
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 60, 100, "x1"));
        Assert.Equal(5_000, Free());
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 40, 100, "x2"));
        Assert.Equal(5_000, Free());

        decimal Free() => desk.Portfolio().BuyingPower - desk.Portfolio().Trades.Sum(trade => trade.ReservedNotional);
    }

    [Fact]
    public async Task A_save_that_meets_another_one_decides_again()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxGrossExposure = 0.15m });
        desk.BeforeSave = (Portfolio.Kind, async () => await desk.HandleAsync(desk.Review(2)));

        var said = Assert.Single(await desk.HandleAsync(desk.Review(1)));

        Assert.Equal(50, Assert.IsType<TradeApproved>(said.Data).Quantity);
        Assert.Equal(15_000, desk.Portfolio().Trades.Sum(trade => trade.ReservedNotional));
    }

    [Fact]
    public async Task Saves_that_never_succeed_leave_the_message_for_another_time()
    {
        var desk = await RiskDesk.OpenAsync();
        var other = 100;
        Func<ValueTask> interfere = null!;
        interfere = async () =>
        {
            await desk.HandleAsync(desk.Filled(other, OrderSide.Buy, 1, 1, $"x{other++}"));
            desk.BeforeSave = (Portfolio.Kind, interfere);
        };
        desk.BeforeSave = (Portfolio.Kind, interfere);

        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.HandleAsync(desk.Review(1)));

        Assert.Null(desk.Portfolio().Find(Id(1)));
    }

    [Fact]
    public async Task Fills_become_positions_once_and_ends_release()
    {
        var desk = await RiskDesk.OpenAsync();
        await desk.HandleAsync(desk.Review(1));
        var fill = desk.Filled(1, OrderSide.Buy, 40, 100, "x1");
        await desk.HandleAsync(fill);
        await desk.HandleAsync(fill);
        Assert.Equal((40m, 60m), (desk.Portfolio().Trades[0].Held, desk.Portfolio().Trades[0].Reserved));

        await desk.HandleAsync(desk.Message(EventNames.TradeOpened, Apple, new TradeOpened(Id(1), Long(100), 40, 100, Morning)));
        Assert.Equal(0, desk.Portfolio().Trades[0].Reserved);

        await desk.HandleAsync(desk.Filled(1, OrderSide.Sell, 40, 101, "x2"));
        await desk.HandleAsync(desk.Closed(1, 40));
        Assert.Empty(desk.Portfolio().Trades);
        Assert.Equal(100_040, desk.Portfolio().Equity);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trades_rejected_or_canceled_release_their_reservation(bool rejected)
    {
        var desk = await RiskDesk.OpenAsync();
        await desk.HandleAsync(desk.Review(1));
        var ended = rejected
            ? desk.Message(EventNames.TradeRejected, Apple, new TradeRejected(Id(1), ""))
            : desk.Message(EventNames.TradeCanceled, Apple, new TradeCanceled(Id(1), ""));

        await desk.HandleAsync(ended);
        var saves = desk.Saves;
        await desk.HandleAsync(ended);

        Assert.Empty(desk.Portfolio().Trades);
        Assert.Equal(saves, desk.Saves);
    }

    [Fact]
    public async Task A_loss_at_the_limit_is_told_with_its_evidence_and_halts_the_account()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxDailyLoss = 0.03m });
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 1_000, 100, "x1"));
        desk.Price("AAPL", 97);

        var said = await desk.EvaluateAsync();

        Assert.Equal([EventNames.LimitBreached, EventNames.TradingHalted], said.Select(message => message.Name));
        Assert.All(said, message => Assert.Equal(Account, message.Scope));
        var breach = Assert.IsType<LimitBreached>(said[0].Data);
        Assert.Equal((DenialCode.DailyLoss, 0.03m, 0.03m), (breach.Code, breach.Measured, breach.Allowed));
        Assert.Equal(new Breach(0.03m, 0.03m, "of equity lost"), TripEvidence.FromJson(breach.Evidence).Decide());
        Assert.Equal("DailyLoss", Assert.IsType<TradingHalted>(said[1].Data).Code);
        Assert.Equal(DenialCode.TradingHalted, Assert.IsType<TradeDenied>((await desk.HandleAsync(desk.Review(2)))[0].Data).Code);
    }

    [Fact]
    public async Task A_trip_is_told_again_until_it_is_heard()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxDailyLoss = 0.03m });
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 1_000, 100, "x1"));
        desk.Price("AAPL", 97);
        var said = await desk.EvaluateAsync();
        desk.Time.Advance(TimeSpan.FromSeconds(5));

        var again = await desk.EvaluateAsync(); // the first time may have been lost in a crash
        Assert.Equal(said.Select(message => (message.Id, message.Data)), again.Select(message => (message.Id, message.Data)));

        await desk.HearAsync(said);
        Assert.Empty(await desk.EvaluateAsync());
        var saves = desk.Saves;
        await desk.HearAsync(said);
        Assert.Equal(saves, desk.Saves);
    }

    [Fact]
    public async Task A_new_day_lifts_the_halt_of_the_day_before_and_tells()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxDailyLoss = 0.03m });
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 1_000, 100, "x1"));
        desk.Price("AAPL", 97);
        await desk.HearAsync(await desk.EvaluateAsync());

        desk.Time.SetUtcNow(Friday.AfterHoursClose.AddTicks(-1));
        Assert.Empty(await desk.EvaluateAsync());
        desk.Time.SetUtcNow(Friday.AfterHoursClose);
        var said = Assert.Single(await desk.EvaluateAsync());

        Assert.Equal((EventNames.TradingResumed, Account), (said.Name, said.Scope));
        Assert.Equal((Monday.Date, 97_000m), (desk.Portfolio().Day, desk.Portfolio().Total.StartOfDay));
        await desk.HearAsync([said]);
        Assert.Empty(await desk.EvaluateAsync());
    }

    [Fact]
    public async Task Losing_trades_in_a_row_are_told_when_the_last_one_closes()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxConsecutiveLosses = 2, CoolDown = TimeSpan.FromMinutes(30) });
        Assert.Empty(await desk.HandleAsync(desk.Closed(1, -5)));
        var last = desk.Closed(2, -5);

        var said = Assert.Single(await desk.HandleAsync(last));
        Assert.Equal(DenialCode.LossStreak, Assert.IsType<LimitBreached>(said.Data).Code);
        Assert.Equal(said.Id, Assert.Single(await desk.HandleAsync(last)).Id);

        Assert.Equal(DenialCode.LossStreak, Assert.IsType<TradeDenied>((await desk.HandleAsync(desk.Review(3)))[0].Data).Code);
        desk.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.IsType<TradeApproved>((await desk.HandleAsync(desk.Review(4)))[0].Data);
    }

    [Theory]
    [InlineData(TradingState.Halted, "risk.trading.halted", DenialCode.TradingHalted)]
    [InlineData(TradingState.Reducing, "risk.trading.reduced", DenialCode.TradingReduced)]
    public async Task A_request_closes_every_account_of_its_scope_until_it_is_resumed(TradingState state, string name, DenialCode code)
    {
        var desk = await RiskDesk.OpenAsync(accounts: ["paper", "live"]);
        var request = desk.Message(EventNames.HaltRequested, Scope.Desk, new HaltRequested(state, Flatten: true, "news"));

        var said = Assert.Single(await desk.HandleAsync(request));
        Assert.Equal((name, Scope.Desk, "desk"), (said.Name.Value, said.Scope, said.Subject));
        if (said.Data is TradingHalted halted) Assert.True(halted.Flatten);
        Assert.Equal(said.Id, Assert.Single(await desk.HandleAsync(request)).Id);
        foreach (var account in new[] { "paper", "live" })
            Assert.Equal(code, Assert.IsType<TradeDenied>((await desk.HandleAsync(desk.Review(1, Apple with { Account = account })))[0].Data).Code);

        desk.Time.Advance(TimeSpan.FromMinutes(1));
        var resume = desk.Message(EventNames.ResumeRequested, Scope.Desk, new ResumeRequested("over"));
        Assert.Equal(EventNames.TradingResumed, Assert.Single(await desk.HandleAsync(resume)).Name);
        Assert.IsType<TradeApproved>((await desk.HandleAsync(desk.Review(2)))[0].Data);
        Assert.Empty(await desk.HandleAsync(request)); // it comes late, after it was resumed
        Assert.IsType<TradeApproved>((await desk.HandleAsync(desk.Review(3)))[0].Data);
    }

    [Fact]
    public async Task Resuming_an_account_of_a_halted_desk_does_not_say_that_it_trades()
    {
        var desk = await RiskDesk.OpenAsync();
        await desk.HandleAsync(desk.Message(EventNames.HaltRequested, Scope.Desk, new HaltRequested(TradingState.Halted, false, "")));
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await desk.HandleAsync(desk.Message(EventNames.ResumeRequested, Account, new ResumeRequested(""))));
    }

    [Fact]
    public async Task A_halt_of_an_account_the_broker_has_not_told_of_holds_once_it_has()
    {
        var desk = new RiskDesk(RiskDesk.Settings());
        await desk.HandleAsync(desk.Message(EventNames.HaltRequested, Account, new HaltRequested(TradingState.Halted, false, "")));
        await desk.TellAsync("paper", 100_000);
        Assert.Equal(DenialCode.TradingHalted, Assert.IsType<TradeDenied>((await desk.HandleAsync(desk.Review(1)))[0].Data).Code);
    }

    [Fact]
    public async Task A_halt_that_asks_to_trade_is_a_mistake()
    {
        var desk = await RiskDesk.OpenAsync();
        var request = desk.Message(EventNames.HaltRequested, Account, new HaltRequested(TradingState.Active, false, ""));
        await Assert.ThrowsAsync<ArgumentException>(() => desk.HandleAsync(request));
    }

    [Fact]
    public async Task An_account_that_lost_at_the_broker_trips_when_it_is_reconciled()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxDailyLoss = 0.03m });
        Assert.Empty(await desk.TellAsync("paper", 97_001));
        Assert.Equal([EventNames.LimitBreached, EventNames.TradingHalted], (await desk.TellAsync("paper", 97_000)).Select(message => message.Name));
        await Assert.ThrowsAsync<ArgumentException>(() => desk.TellAsync("nobody", 1));
    }

    [Fact]
    public async Task An_override_raises_a_limit_and_reverts_by_itself()
    {
        var desk = await RiskDesk.OpenAsync(new() { MaxOrderQuantity = 50 });
        await desk.OverrideAsync(Account, new() { MaxOrderQuantity = 80 }, Morning.AddMinutes(10));
        await desk.OverrideAsync(Account, new() { MaxOrderQuantity = 90 }, Morning.AddMinutes(10));

        Assert.Equal(90, Assert.IsType<TradeApproved>((await desk.HandleAsync(desk.Review(1)))[0].Data).Quantity);
        desk.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(50, Assert.IsType<TradeApproved>((await desk.HandleAsync(desk.Review(2)))[0].Data).Quantity);
        await desk.EvaluateAsync();
        Assert.Empty(desk.Portfolio().Overrides);
    }

    [Fact]
    public async Task An_override_that_is_not_sound_is_refused()
    {
        var desk = await RiskDesk.OpenAsync();
        await Refused(Account, new() { MaxOpenTrades = 2 }, Morning);
        await Refused(Account, new() { MaxOpenTrades = 2 }, Morning.AddDays(1).AddTicks(1));
        await Refused(Account, new() { MaxOpenTrades = -1 }, Morning.AddHours(1));
        await Refused(Apple, new() { MaxOpenTrades = 2 }, Morning.AddHours(1));
        await Refused(Scope.OfAccount("nobody"), new() { MaxOpenTrades = 2 }, Morning.AddHours(1));

        async Task Refused(Scope scope, RiskLimits limits, DateTimeOffset until) =>
            await Assert.ThrowsAsync<ArgumentException>(() => desk.OverrideAsync(scope, limits, until));
    }

    [Fact]
    public async Task An_entry_approved_after_the_close_is_reserved_until_the_next_session_ends()
    {
        var desk = await RiskDesk.OpenAsync();
        desk.Time.SetUtcNow(Friday.Close);
        await desk.HandleAsync(desk.Review(1));
        Assert.Equal(Monday.AfterHoursClose, desk.Portfolio().Trades[0].ReservedUntil);
    }

    [Fact]
    public async Task The_opening_gate_is_closed_for_what_is_halted_and_for_what_nobody_knows()
    {
        var desk = await RiskDesk.OpenAsync();
        Assert.Null(await desk.ClosedBecauseAsync(Apple));
        Assert.NotNull(await desk.ClosedBecauseAsync(Apple with { Account = "nobody" }));

        await desk.HandleAsync(desk.Message(EventNames.HaltRequested, Account, new HaltRequested(TradingState.Reducing, false, "news")));
        Assert.Contains("news", await desk.ClosedBecauseAsync(Apple), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_message_it_hears_is_handled_and_others_are_passed_over()
    {
        var desk = await RiskDesk.OpenAsync();
        Assert.Empty(await desk.HandleAsync(desk.Message(EventNames.TradeWoken, Apple, new TradeWoken(Id(1)))));
        Assert.All(
            [EventNames.ReviewRequested, EventNames.OrderFilled, EventNames.OrderPartiallyFilled, EventNames.TradeClosed, EventNames.TradeRejected, EventNames.TradeCanceled, EventNames.HaltRequested, EventNames.ResumeRequested],
            name => Assert.Contains(desk.Agent.Hears, pattern => pattern.Matches(name)));
    }

    [Fact]
    public void Settings_that_are_not_sound_are_refused_with_what_is_wrong()
    {
        var settings = RiskDesk.Settings(new() { MaxDailyLoss = 3 });
        var refused = Assert.Throws<ArgumentException>(() => new RiskDesk(settings));
        Assert.Contains("account paper: maxDailyLoss", refused.Message, StringComparison.Ordinal);
    }
}
