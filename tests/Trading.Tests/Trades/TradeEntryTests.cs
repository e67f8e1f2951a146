using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;
using static Trading.Trades.TradeState;

namespace Trading.Tests.Trades;

/// <summary>From the signal to shares held, or to none.</summary>
public class TradeEntryTests
{
    [Fact]
    public void A_signal_is_reviewed_and_an_approved_one_sends_the_entry_with_its_stop_and_target()
    {
        var desk = new TradeDesk();
        desk.Signal();
        Assert.Equal((Signaled, 1), (desk.State, desk.Reviews));

        desk.Approve(40);
        Assert.Equal(Entering, desk.State);
        Assert.Equal(["submit entry-1 buy 40 market"], desk.Asked());
        var ticket = desk.Order("entry-1").Ticket;
        Assert.Null(ticket.Problem());
        Assert.Equal([OrderRole.Stop, OrderRole.Target], ticket.Attached.Select(leg => leg.Role));
        Assert.Equal(ticket.Attached[1].Id, ticket.Attached[0].Link);
        Assert.Equal(OrderTerms.Stop(OrderSide.Sell, 40, Price.Parse("95")), ticket.Attached[0].Terms);
    }

    [Fact]
    public void An_entry_says_by_when_it_is_to_be_sent_and_its_legs_are_wanted_whenever_they_can_be()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Approve();
        var ticket = desk.Order("entry-1").Ticket;
        var plan = desk.Trade.Plan;
        Assert.InRange(ticket.SendBy!.Value, TradeDesk.Morning, plan.SignaledAt + plan.ValidFor);
        Assert.All(ticket.Attached, leg => Assert.Null(leg.SendBy));
    }

    [Fact]
    public void A_short_trade_sells_short_and_covers()
    {
        var desk = TradeDesk.Open(TradeDesk.ShortBracket);
        Assert.Equal(OrderSide.SellShort, desk.Order("entry-1").Terms.Side);
        desk.Fill("stop-1", 100, 105);
        desk.Cancel("target-1");
        Assert.Equal((Closed, -500m), (desk.State, desk.Closed.ProfitAndLoss));
        Assert.Equal(OrderSide.BuyToCover, desk.Order("stop-1").Terms.Side);
    }

    [Fact]
    public void A_whole_trade_goes_through_every_state_once_and_tells_its_profit()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Approve();
        desk.Accept("entry-1");
        desk.Fill("entry-1", 100, 100, fee: 1);
        desk.Accept("stop-1");
        desk.Accept("target-1");
        desk.Pass(60);
        desk.Fill("target-1", 100, 110, fee: 1.5m);
        desk.Cancel("stop-1");
        Assert.Equal([Signaled, Approved, Entering, TradeState.Open, Exiting, Closed], desk.Way);
        Assert.Equal([EventNames.TradeOpened, EventNames.TradeClosed], desk.Announced.Select(said => said.Name));
        Assert.Equal(
            new TradeClosed(desk.Trade.Id, TradeDirection.Long, 100, 100, 110, 2.5m, 997.5m, TradeDesk.Morning, TradeDesk.Morning.AddSeconds(60), ExitReason.Target),
            desk.Closed);
    }

    [Fact]
    public void A_denied_signal_is_rejected_with_the_gates_words()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Hear(new TradeDenied(desk.Trade.Id, DenialCode.DailyLoss, "lost 2,140.00 today"));
        Assert.Equal((Rejected, "DailyLoss: lost 2,140.00 today"), (desk.State, desk.Trade.History.Last?.Reason));
        Assert.Equal(new TradeRejected(desk.Trade.Id, "DailyLoss: lost 2,140.00 today"), Assert.Single(desk.Announced).Data);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void A_gate_that_does_not_answer_in_time_has_rejected()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Pass(29);
        Assert.Equal(Signaled, desk.State);
        desk.Pass(1);
        Assert.Equal(Rejected, desk.State);
    }

    [Fact]
    public void An_approval_that_comes_after_the_gate_was_given_up_sends_nothing()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Pass(30);
        desk.Approve();
        Assert.Equal(Rejected, desk.State);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void A_signal_that_is_too_old_when_it_is_approved_is_not_acted_on()
    {
        var desk = new TradeDesk(TradeDesk.Bracket with { ValidFor = TimeSpan.FromSeconds(20) });
        desk.Signal();
        desk.Pass(21);
        desk.Approve();
        Assert.Equal((TradeState.Canceled, "the signal is too old"), (desk.State, desk.Trade.History.Last?.Reason));
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void An_approval_whose_reservation_has_run_out_is_not_acted_on()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Hear(new TradeApproved(desk.Trade.Id, 100, desk.Now));
        Assert.Equal(TradeState.Canceled, desk.State);
        Assert.Empty(desk.Asked());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_halt_before_the_entry_is_sent_cancels_the_trade(bool flatten)
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Hear(new TradingHalted("Drawdown", "10.2%", flatten));
        desk.Approve();
        Assert.Equal(TradeState.Canceled, desk.State);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void An_exit_signal_before_the_entry_is_sent_cancels_the_trade_and_one_for_the_other_direction_does_not()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Hear(new ExitSignaled(TradeDirection.Short, Price.Parse("100"), ""));
        Assert.Null(desk.Trade.ExitReason);
        desk.Hear(new ExitSignaled(TradeDirection.Long, Price.Parse("100"), ""));
        desk.Approve();
        Assert.Equal(TradeState.Canceled, desk.State);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void What_is_wanted_before_the_signal_does_not_count_against_it()
    {
        var desk = new TradeDesk();
        desk.Hear(new ExitSignaled(TradeDirection.Long, Price.Parse("100"), "of an earlier trade"));
        desk.Hear(new TradingHalted("Drawdown", "10.2%", Flatten: true));
        desk.Signal();
        desk.Approve();
        Assert.Equal(Entering, desk.State);
    }

    [Fact]
    public void A_watch_that_ends_cancels_the_trade_and_says_nothing_to_one_that_began()
    {
        var watching = new TradeDesk();
        watching.Hear(new WatchEnded(watching.Trade.Id));
        Assert.Equal(TradeState.Canceled, watching.State);
        watching.Hear(new WatchEnded(watching.Trade.Id)); // told twice
        watching.Signal(); // told too late
        Assert.Equal(TradeState.Canceled, watching.State);

        var signaled = new TradeDesk();
        signaled.Signal();
        signaled.Hear(new WatchEnded(signaled.Trade.Id));
        Assert.Equal(Signaled, signaled.State);
    }

    [Fact]
    public void Entering_order_dies_unfilled_cancels_the_trade()
    {
        var desk = TradeDesk.Entering();
        desk.Expire("entry-1");
        Assert.Equal(TradeState.Canceled, desk.State);
        Assert.Equal(["cancel stop-1", "cancel target-1"], desk.Asked());
    }

    [Fact]
    public void A_refused_bracket_cancels_the_trade_and_asks_nothing_of_the_broker()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Approve();
        desk.Asked();
        desk.Reject("stop-1");
        desk.Reject("target-1");
        desk.Reject("entry-1");
        Assert.Equal((TradeState.Canceled, "the entry was Rejected with nothing filled"), (desk.State, desk.Trade.History.Last?.Reason));
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void An_entry_filled_in_part_has_its_rest_canceled_at_the_deadline_and_the_trade_is_open_with_what_filled()
    {
        var desk = TradeDesk.Entering();
        desk.Pass(600);
        desk.Fill("entry-1", 40, 100);
        desk.Accept("stop-1");
        desk.Size("stop-1", 40);
        desk.Accept("target-1");
        desk.Size("target-1", 40);
        desk.Pass(29);
        Assert.Empty(desk.Asked());
        desk.Pass(1);
        Assert.Equal(["cancel entry-1"], desk.Asked());
        Assert.Equal(Entering, desk.State);

        desk.Cancel("entry-1");
        Assert.Equal((TradeState.Open, 40m), (desk.State, desk.Trade.Held));
        Assert.Equal(40, ((TradeOpened)Assert.Single(desk.Announced).Data).Quantity);
        Assert.Empty(desk.Asked()); // the stop at the broker is sized to what filled
    }

    [Fact]
    public void An_entry_filled_in_part_is_open_only_when_every_fill_the_broker_counts_is_known()
    {
        var desk = TradeDesk.Entering();
        desk.Fill("entry-1", 40, 100);
        desk.FillUnheard("entry-1", 25);
        desk.Cancel("entry-1");
        Assert.Equal(Entering, desk.State);
        Assert.Equal(["look up entry-1"], desk.Asked());
        desk.HearFill("entry-1", 25, 101, "missed");
        Assert.Equal((TradeState.Open, 65m), (desk.State, desk.Trade.Held));
    }

    [Fact]
    public void An_exit_signal_while_entering_cancels_the_entry_and_what_filled_is_sold()
    {
        var desk = TradeDesk.Entering();
        desk.Fill("entry-1", 40, 100);
        desk.Hear(new ExitSignaled(TradeDirection.Long, Price.Parse("101"), "crossed"));
        Assert.Equal(["cancel entry-1"], desk.Asked());
        desk.Cancel("entry-1");
        Assert.Equal((Exiting, ExitReason.Signal), (desk.State, desk.Trade.ExitReason));
        Assert.Equal(["cancel stop-1", "cancel target-1"], desk.Asked());
        desk.Cancel("stop-1");
        desk.Cancel("target-1");
        Assert.Equal(["submit exit-1 sell 40 market"], desk.Asked());
    }

    [Fact]
    public void An_exit_signal_that_meets_an_entry_with_nothing_filled_leaves_nothing()
    {
        var desk = TradeDesk.Entering();
        desk.WantOut(ExitReason.Signal);
        desk.Cancel("entry-1");
        desk.Cancel("stop-1");
        desk.Cancel("target-1");
        Assert.Equal(TradeState.Canceled, desk.State);
    }

    [Fact]
    public void A_stop_that_trades_while_the_entry_still_fills_ends_the_entering()
    {
        var desk = TradeDesk.Entering();
        desk.Fill("entry-1", 40, 100);
        desk.Accept("stop-1");
        desk.Size("stop-1", 40);
        desk.Fill("stop-1", 40, 95);
        Assert.Equal(["cancel entry-1"], desk.Asked());
        desk.Cancel("entry-1");
        desk.Cancel("target-1");
        Assert.Equal([Signaled, Approved, Entering, TradeState.Open, Exiting, Closed], desk.Way);
        Assert.Equal((ExitReason.Stop, 40m, -200m), (desk.Closed.Reason, desk.Closed.Quantity, desk.Closed.ProfitAndLoss));
    }

    [Fact]
    public void What_is_told_twice_changes_nothing()
    {
        var desk = TradeDesk.Entering();
        var before = desk.Trade;
        desk.Signal();
        desk.Approve();
        desk.Hear(new TradeDenied(desk.Trade.Id, DenialCode.DailyLoss, ""));
        desk.Hear(new TradeWoken(desk.Trade.Id));
        Assert.Equal(before, desk.Trade);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void Reports_that_come_late_are_passed_over()
    {
        var desk = TradeDesk.Entering();
        var entry = desk.Order("entry-1");
        var old = new OrderReport(entry.Id, desk.Trade.Id, OrderRole.Entry, OrderState.Rejected, entry.Terms, 0, 0, 0, "", entry.Reports);
        desk.Hear(old);
        Assert.Equal(Entering, desk.State);
    }

    [Fact]
    public void Woken_too_early_a_trade_is_woken_again()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Pass(10);
        var woken = TradeLifecycle.On(desk.Trade, new TradeWoken(desk.Trade.Id), new(desk.Now, default));
        Assert.Equal([new TradeAction.WakeAt(TradeDesk.Morning.AddSeconds(30))], woken.Actions);
    }

    [Fact]
    public void An_approval_that_comes_after_the_trade_was_given_up_is_told_again_so_that_its_reservation_is_released()
    {
        var desk = new TradeDesk();
        desk.Signal();
        desk.Pass(30);
        Assert.Equal((Rejected, 1), (desk.State, desk.Announced.Count));
        desk.Approve();
        Assert.Equal(Rejected, desk.State);
        Assert.Equal([EventNames.TradeRejected, EventNames.TradeRejected], desk.Announced.Select(said => said.Name));
        Assert.Empty(desk.Orders);
    }
}
