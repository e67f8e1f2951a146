using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Tests.Risk;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Agents;

/// <summary>Limits of the desk over two accounts of 100,000 dollars each.</summary>
public class RiskDeskLimitsTests
{
    private static readonly Scope OnLive = Apple with { Account = "live" };

    [Fact]
    public async Task Accounts_share_the_limits_of_the_desk()
    {
        var desk = await OpenAsync(new() { MaxGrossExposure = 0.075m });

        Assert.Equal(100, Approved(await desk.HandleAsync(desk.Review(1))));
        Assert.Equal(50, Approved(await desk.HandleAsync(desk.Review(2, OnLive))));
        Assert.Equal(DenialCode.GrossExposure, Denied(await desk.HandleAsync(desk.Review(3))));
    }

    [Fact]
    public async Task Two_accounts_reviewed_at_once_do_not_take_the_same_room()
    {
        var desk = await OpenAsync(new() { MaxGrossExposure = 0.05m });
        IReadOnlyList<Message>? other = null;
        desk.BeforeSave = (Desk.Kind, async () => other = await desk.HandleAsync(desk.Review(2, OnLive)));

        Assert.Equal(DenialCode.GrossExposure, Denied(await desk.HandleAsync(desk.Review(1))));
        Assert.Equal(100, Approved(other!));
    }

    [Fact]
    public async Task A_review_between_the_claim_and_the_reservation_of_another_counts_it_once()
    {
        var desk = await OpenAsync(new() { MaxGrossExposure = 0.075m });
        IReadOnlyList<Message>? other = null;
        desk.BeforeSave = (Portfolio.Kind, async () => other = await desk.HandleAsync(desk.Review(2, OnLive)));

        Assert.Equal(100, Approved(await desk.HandleAsync(desk.Review(1))));
        Assert.Equal(50, Approved(other!));
        Assert.Equal(DenialCode.GrossExposure, Denied(await desk.HandleAsync(desk.Review(3))));
    }

    [Fact]
    public async Task A_crash_between_claim_and_reservation_holds_the_room_for_the_trade_until_its_entry_could_not_be_sent()
    {
        var desk = await OpenAsync(new() { MaxOpenTrades = 1 });
        var review = desk.Review(1);
        desk.CrashOnSaveOf = Portfolio.Kind;
        await Assert.ThrowsAsync<IOException>(() => desk.HandleAsync(review));
        desk.CrashOnSaveOf = null;

        Assert.Equal(DenialCode.OpenTrades, Denied(await desk.HandleAsync(desk.Review(2, OnLive))));
        Assert.Equal(100, Approved(await desk.HandleAsync(review)));

        var late = await OpenAsync(new() { MaxOpenTrades = 1 });
        late.CrashOnSaveOf = Portfolio.Kind;
        await Assert.ThrowsAsync<IOException>(() => late.HandleAsync(late.Review(1)));
        late.CrashOnSaveOf = null;
        late.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(100, Approved(await late.HandleAsync(late.Review(2, OnLive))));
    }

    [Fact]
    public async Task A_claim_of_an_approval_that_came_to_nothing_is_dropped()
    {
        var desk = await OpenAsync(new() { MaxOpenTrades = 5 });
        desk.BeforeSave = (Portfolio.Kind, async () => await desk.HandleAsync(
            desk.Message(EventNames.HaltRequested, Scope.OfAccount("paper"), new HaltRequested(TradingState.Halted, false, ""))));

        Assert.Equal(DenialCode.TradingHalted, Denied(await desk.HandleAsync(desk.Review(1))));
        Assert.Empty(desk.Desk().Claims);
    }

    [Fact]
    public async Task Claims_shown_by_their_portfolio_are_dropped_with_the_next_one()
    {
        var desk = await OpenAsync(new() { MaxOpenTrades = 5 });
        for (var i = 1; i <= 4; i++) await desk.HandleAsync(desk.Review(i, i % 2 == 0 ? OnLive : Apple));
        Assert.Equal(Id(4, OnLive), Assert.Single(desk.Desk().Claims).TradeId);
    }

    [Fact]
    public async Task A_loss_of_all_accounts_together_halts_every_one_of_them_until_the_desk_resumes()
    {
        var desk = await OpenAsync(new() { MaxDrawdown = 0.05m });
        await desk.EvaluateAsync();
        foreach (var scope in new[] { Apple, OnLive }) await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 1_000, 100, $"x{scope.Account}", scope));
        desk.Price("AAPL", 95.01m);
        Assert.Empty(await desk.EvaluateAsync());
        desk.Price("AAPL", 95);

        var said = await desk.EvaluateAsync();

        Assert.Equal([EventNames.LimitBreached, EventNames.TradingHalted], said.Select(message => message.Name));
        Assert.All(said, message => Assert.Equal(Scope.Desk, message.Scope));
        Assert.Equal(said.Select(message => message.Id), (await desk.EvaluateAsync()).Select(message => message.Id));
        await desk.HearAsync(said);
        Assert.Empty(await desk.EvaluateAsync());
        foreach (var scope in new[] { Apple, OnLive }) Assert.Equal(DenialCode.TradingHalted, Denied(await desk.HandleAsync(desk.Review(7, scope))));

        desk.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await desk.HandleAsync(desk.Message(EventNames.ResumeRequested, Scope.Desk, new ResumeRequested("seen"))));
        Assert.Empty(await desk.EvaluateAsync());
        Assert.Equal(190_000, desk.Desk().Peak);
        foreach (var account in new[] { "paper", "live" }) Assert.Equal(TradingState.Active, desk.Portfolio(account).StateFor(Apple with { Account = account }));
    }

    [Fact]
    public async Task A_daily_loss_of_the_desk_lifts_with_the_next_day_and_is_told_once()
    {
        var desk = await OpenAsync(new() { MaxDailyLossAmount = 10_000 });
        await desk.EvaluateAsync();
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 1_000, 100, "x1"));
        desk.Price("AAPL", 90);
        await desk.HearAsync(await desk.EvaluateAsync());
        Assert.Equal(TradingState.Halted, desk.Portfolio("live").StateFor(OnLive));

        desk.Time.SetUtcNow(Friday.AfterHoursClose);
        var said = Assert.Single(await desk.EvaluateAsync());
        Assert.Equal((EventNames.TradingResumed, Scope.Desk), (said.Name, said.Scope));
        await desk.HearAsync([said]);
        Assert.Empty(await desk.EvaluateAsync());
        Assert.Equal(TradingState.Active, desk.Portfolio("live").StateFor(OnLive));
        Assert.Equal((Monday.Date, 190_000m), (desk.Desk().Day, desk.Desk().StartOfDay));
    }

    [Fact]
    public async Task An_account_that_joins_is_no_gain_and_none_that_is_unknown_counts_as_a_loss()
    {
        var desk = new RiskDesk(RiskDesk.Settings(desk: new() { MaxDrawdown = 0.05m, MaxDailyLoss = 0.05m }, accounts: ["paper", "live"]));
        await desk.TellAsync("paper", 100_000);
        Assert.Empty(await desk.EvaluateAsync());
        await desk.TellAsync("live", 50_000);
        Assert.Empty(await desk.EvaluateAsync());
        Assert.Equal((150_000m, 150_000m), (desk.Desk().StartOfDay, desk.Desk().Peak));
    }

    [Fact]
    public async Task Nothing_is_approved_under_limits_of_the_desk_while_one_of_its_accounts_is_unknown_and_the_denial_says_which()
    {
        var desk = new RiskDesk(RiskDesk.Settings(desk: new() { MaxOpenTrades = 1 }, accounts: ["paper", "live"]));
        await desk.TellAsync("paper", 100_000);
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 100, 100, "x1", OnLive)); // the desk's one trade, of an account that is not known yet

        var denied = Assert.IsType<TradeDenied>(Assert.Single(await desk.HandleAsync(desk.Review(2))).Data);

        Assert.Equal(DenialCode.PortfolioUnknown, denied.Code);
        Assert.Contains("live", denied.Reason, StringComparison.Ordinal);
        await desk.TellAsync("live", 100_000);
        Assert.Equal(DenialCode.OpenTrades, Denied(await desk.HandleAsync(desk.Review(2))));
    }

    [Fact]
    public async Task A_loss_of_the_accounts_that_are_known_trips_the_desk_while_another_is_unknown()
    {
        var desk = new RiskDesk(RiskDesk.Settings(desk: new() { MaxDailyLossAmount = 5_000 }, accounts: ["paper", "live"]));
        await desk.TellAsync("paper", 100_000);
        await desk.EvaluateAsync();
        await desk.HandleAsync(desk.Filled(1, OrderSide.Buy, 1_000, 100, "x1"));
        desk.Price("AAPL", 94);

        var said = await desk.EvaluateAsync();

        Assert.Equal([EventNames.LimitBreached, EventNames.TradingHalted], said.Select(message => message.Name));
        await desk.TellAsync("live", 100_000);
        await desk.EvaluateAsync();
        Assert.Equal(DenialCode.TradingHalted, Denied(await desk.HandleAsync(desk.Review(7, OnLive))));
    }

    [Fact]
    public async Task An_account_that_is_no_longer_known_neither_takes_its_equity_from_the_desk_nor_begins_its_figures_anew()
    {
        var desk = await OpenAsync(new() { MaxDrawdown = 0.05m });
        await desk.EvaluateAsync();
        var before = desk.Desk();

        var after = RiskGate.Evaluate(before, [desk.Portfolio()], RiskDesk.Settings(desk: new() { MaxDrawdown = 0.05m }, accounts: ["paper", "live"]), Friday, Morning);

        Assert.Same(before, after);
    }

    [Fact]
    public async Task An_account_that_joins_does_not_hide_a_drawdown()
    {
        var desk = new RiskDesk(RiskDesk.Settings(desk: new() { MaxDrawdown = 0.5m }, accounts: ["paper", "live"]));
        await desk.TellAsync("paper", 100_000);
        await desk.TellAsync("live", 50_000);
        await desk.EvaluateAsync();
        await desk.TellAsync("paper", 90_000);
        var joined = RiskGate.Evaluate(desk.Desk() with { Accounts = ["paper"], Peak = 100_000 },
            [desk.Portfolio("paper"), desk.Portfolio("live")], RiskDesk.Settings(), Friday, Morning);
        Assert.Equal(150_000, joined.Peak);
    }

    [Fact]
    public async Task A_limit_of_the_desk_raised_by_hand_reverts_by_itself()
    {
        var desk = await OpenAsync(new() { MaxOrderQuantity = 50 });
        await desk.OverrideAsync(Scope.Desk, new() { MaxOrderQuantity = 80 }, Morning.AddMinutes(10));

        Assert.Equal(80, Approved(await desk.HandleAsync(desk.Review(1))));
        desk.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(50, Approved(await desk.HandleAsync(desk.Review(2))));
        await desk.EvaluateAsync();
        Assert.Empty(desk.Desk().Overrides);
    }

    [Fact]
    public void Any_interleaving_of_reviews_in_two_accounts_stays_within_the_limits_of_the_desk() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 2]).Array[2, 12].Sample(steps =>
        {
            var desk = OpenAsync(new() { MaxGrossExposure = 0.175m, MaxOpenTrades = 5 }).GetAwaiter().GetResult();
            RunAsync(desk, steps, 0).GetAwaiter().GetResult();
            var trades = desk.Portfolio("paper").Trades.AddRange(desk.Portfolio("live").Trades);
            return trades.Length <= 5 && trades.Sum(trade => trade.ReservedNotional) is > 0 and <= 35_000;
        }, iter: 300);

    /// <summary>Each review may be interrupted before a save by the next one.</summary>
    private static async Task RunAsync(RiskDesk desk, (bool OnLive, bool Interrupts, int At)[] steps, int from)
    {
        for (var i = from; i < steps.Length; i++)
        {
            var next = i + 1;
            var interrupted = false;
            if (steps[i].Interrupts && next < steps.Length)
            {
                desk.BeforeSave = (steps[i].At == 0 ? Desk.Kind : Portfolio.Kind, async () =>
                {
                    interrupted = true;
                    await RunAsync(desk, steps[..(next + 1)], next);
                });
            }
            await desk.HandleAsync(desk.Review(i, steps[i].OnLive ? OnLive : Apple));
            desk.BeforeSave = null;
            if (interrupted) i++;
        }
    }

    private static Task<RiskDesk> OpenAsync(RiskLimits limits) => RiskDesk.OpenAsync(desk: limits, accounts: ["paper", "live"]);

    private static decimal Approved(IReadOnlyList<Message> said) => Assert.IsType<TradeApproved>(Assert.Single(said).Data).Quantity;

    private static DenialCode Denied(IReadOnlyList<Message> said) => Assert.IsType<TradeDenied>(Assert.Single(said).Data).Code;
}
