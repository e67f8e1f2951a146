using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;
using static Trading.Trades.TradeState;

namespace Trading.Tests.Trades;

/// <summary>From shares held to none.</summary>
public class TradeExitTests
{
    private static readonly TradeSettings LimitFirst = TradeSettings.Default with { FirstExitIsLimit = true };

    [Fact]
    public void A_stop_that_fills_closes_the_trade_once_its_other_side_is_gone()
    {
        var desk = TradeDesk.Open();
        desk.Fill("stop-1", 100, 94.90m);
        Assert.Equal(Exiting, desk.State);
        Assert.Empty(desk.Asked()); // the broker cancels the other side by itself
        desk.Cancel("target-1");
        Assert.Equal((Closed, ExitReason.Stop, -510m), (desk.State, desk.Closed.Reason, desk.Closed.ProfitAndLoss));
    }

    [Fact]
    public void The_other_side_that_the_broker_left_is_canceled_at_the_deadline()
    {
        var desk = TradeDesk.Open();
        desk.Fill("target-1", 100, 110);
        desk.Pass(29);
        Assert.Empty(desk.Asked());
        desk.Pass(1);
        Assert.Equal(["cancel stop-1"], desk.Asked());
        desk.Cancel("stop-1");
        Assert.Equal((Closed, ExitReason.Target), (desk.State, desk.Closed.Reason));
    }

    [Fact]
    public void A_stop_that_fills_in_part_is_given_its_time_and_then_the_rest_is_sold_at_the_market()
    {
        var desk = TradeDesk.Open();
        desk.Fill("stop-1", 30, 95);
        desk.Pass(29);
        Assert.Empty(desk.Asked());
        desk.Pass(1);
        Assert.Equal(["cancel stop-1", "cancel target-1"], desk.Asked());
        desk.Cancel("stop-1");
        desk.Cancel("target-1");
        Assert.Equal(["submit exit-1 sell 70 market"], desk.Asked());
        desk.Fill("exit-1", 70, 94);
        Assert.Equal((Closed, 94.3m), (desk.State, desk.Closed.AverageExit));
    }

    [Fact]
    public void An_exit_makes_its_way_free_before_it_is_sent_so_that_never_more_is_on_offer_than_held()
    {
        var desk = TradeDesk.Open();
        desk.WantOut();
        Assert.Equal(Exiting, desk.State);
        Assert.Equal(["cancel stop-1", "cancel target-1"], desk.Asked());
        desk.Cancel("stop-1");
        Assert.Empty(desk.Asked());
        desk.Cancel("target-1");
        Assert.Equal(["submit exit-1 sell 100 market"], desk.Asked());
        desk.Fill("exit-1", 100, 101);
        Assert.Equal((Closed, ExitReason.Time, 100m), (desk.State, desk.Closed.Reason, desk.Closed.ProfitAndLoss));
    }

    [Fact]
    public void An_exit_at_the_market_has_nothing_left_to_escalate_to_and_wakes_nobody()
    {
        var desk = TradeDesk.Open(TradeDesk.Unprotected);
        desk.WantOut();
        Assert.Equal(["submit exit-1 sell 100 market"], desk.Asked());
        desk.Accept("exit-1");
        Assert.Null(desk.Trade.Deadline);
        desk.Pass(3600);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void A_stop_that_fills_while_it_is_being_canceled_has_done_the_exit()
    {
        var desk = TradeDesk.Open();
        desk.WantOut();
        desk.Asked();
        desk.Fill("stop-1", 100, 95);
        desk.Cancel("target-1");
        Assert.Equal((Closed, ExitReason.Time), (desk.State, desk.Closed.Reason));
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void The_first_reason_to_leave_is_the_one_that_is_kept()
    {
        var desk = TradeDesk.Open();
        desk.WantOut(ExitReason.Time);
        desk.Hear(new ExitSignaled(TradeDirection.Long, Price.Parse("101"), ""));
        desk.Hear(new TradingHalted("Drawdown", "", Flatten: true));
        Assert.Equal(ExitReason.Time, desk.Trade.ExitReason);
    }

    [Theory]
    [InlineData(-60, TradeState.Open)] // told late, or twice: it was meant for the trade before
    [InlineData(0, TradeState.Open)] // the strategy turned at this bar: out of the old trade and into this one
    [InlineData(60, Exiting)]
    public void An_exit_signal_leaves_the_trades_that_were_signaled_before_it(int seconds, TradeState state)
    {
        var desk = TradeDesk.Open();
        desk.Hear(new ExitSignaled(TradeDirection.Long, Price.Parse("101"), "") { SignaledAt = TradeDesk.Morning.AddSeconds(seconds) });
        Assert.Equal(state, desk.State);
    }

    [Fact]
    public void A_halt_leaves_an_open_trade_to_its_stop_and_flattening_sells_it()
    {
        var desk = TradeDesk.Open();
        desk.Hear(new TradingHalted("Drawdown", "", Flatten: false));
        Assert.Equal(TradeState.Open, desk.State);
        desk.Hear(new TradingHalted("Drawdown", "", Flatten: true));
        Assert.Equal((Exiting, ExitReason.Flatten), (desk.State, desk.Trade.ExitReason));
    }

    [Fact]
    public void A_limit_exit_that_does_not_fill_in_time_is_canceled_and_the_market_is_taken()
    {
        var desk = TradeDesk.Open(TradeDesk.Unprotected, LimitFirst);
        desk.WantOut(at: 101.237m);
        Assert.Equal(["submit exit-1 sell 100 limit 101.23"], desk.Asked());
        desk.Accept("exit-1");
        desk.Fill("exit-1", 30, 101.23m);
        desk.Pass(29);
        Assert.Empty(desk.Asked());
        desk.Pass(1);
        Assert.Equal(["cancel exit-1"], desk.Asked());
        desk.Cancel("exit-1");
        Assert.Equal(["submit exit-2 sell 70 market"], desk.Asked());
    }

    [Theory]
    [InlineData(ExitReason.Stop)]
    [InlineData(ExitReason.Flatten)]
    public void An_exit_that_cannot_wait_goes_to_the_market_at_once(ExitReason reason)
    {
        var desk = TradeDesk.Open(TradeDesk.Unprotected, LimitFirst);
        desk.WantOut(reason);
        Assert.Equal(["submit exit-1 sell 100 market"], desk.Asked());
    }

    [Fact]
    public void A_dead_exit_is_sent_again_later_and_later_and_never_given_up()
    {
        var desk = TradeDesk.Open(TradeDesk.Unprotected, LimitFirst);
        desk.WantOut();
        desk.Asked();
        for (var attempt = 1; attempt <= 25; attempt++)
        {
            if (attempt % 3 == 0) desk.Expire($"exit-{attempt}");
            else if (attempt % 3 == 1) desk.Reject($"exit-{attempt}");
            else desk.Cancel($"exit-{attempt}"); // the exchange's doing, nobody here asked for it
            Assert.Empty(desk.Asked());
            desk.Pass(5 * Math.Min(attempt, 10) - 1);
            Assert.Empty(desk.Asked());
            desk.Pass(1);
            Assert.Equal([$"submit exit-{attempt + 1} sell 100 market"], desk.Asked());
            Assert.Equal(Exiting, desk.State);
        }
        desk.Fill("exit-26", 100, 99);
        Assert.Equal(Closed, desk.State);
    }

    [Fact]
    public void An_exit_that_filled_in_part_before_it_died_is_followed_by_the_rest_at_once()
    {
        var desk = TradeDesk.Open(TradeDesk.Unprotected);
        desk.WantOut();
        desk.Fill("exit-1", 60, 99);
        desk.Asked();
        desk.Cancel("exit-1");
        Assert.Equal(["submit exit-2 sell 40 market"], desk.Asked());
    }

    [Fact]
    public void More_sold_than_held_is_bought_back()
    {
        var desk = TradeDesk.Open();
        desk.Fill("target-1", 100, 110);
        desk.Fill("stop-1", 40, 95); // both sides traded before the broker saw
        Assert.Equal(-40, desk.Trade.Held);
        Assert.Equal(["cancel stop-1"], desk.Asked());
        desk.Cancel("stop-1");
        Assert.Equal(["submit exit-1 buytocover 40 market"], desk.Asked());
        desk.Fill("exit-1", 40, 96);
        Assert.Equal((Closed, 0m), (desk.State, desk.Trade.Held));
        Assert.Equal((100 * 10) + (40 * (95 - 96)), desk.Closed.ProfitAndLoss);
    }

    [Fact]
    public void More_bought_back_than_was_short_is_sold()
    {
        var desk = TradeDesk.Open(TradeDesk.ShortBracket);
        desk.Fill("target-1", 100, 90);
        desk.Cancel("stop-1");
        desk.Fill("stop-1", 40, 105); // late
        Assert.Equal(["submit exit-1 sell 40 market"], desk.Asked());
        desk.Fill("exit-1", 40, 104);
        Assert.Equal((Closed, (100 * 10m) - 40), (desk.State, desk.Closed.ProfitAndLoss));
    }

    [Fact]
    public void An_exit_for_more_than_is_still_held_is_taken_back_and_sent_for_what_is()
    {
        var desk = TradeDesk.Open();
        desk.WantOut();
        desk.Cancel("stop-1");
        desk.Cancel("target-1");
        desk.Accept("exit-1");
        desk.Asked();
        desk.Fill("stop-1", 30, 95); // late
        Assert.Equal(["cancel exit-1"], desk.Asked());
        desk.Cancel("exit-1");
        Assert.Equal(["submit exit-2 sell 70 market"], desk.Asked());
    }

    [Fact]
    public void An_exit_with_nothing_left_to_sell_is_canceled()
    {
        var desk = TradeDesk.Open(TradeDesk.StopOnly);
        desk.WantOut();
        desk.Cancel("stop-1");
        desk.Accept("exit-1");
        desk.Asked();
        desk.Fill("stop-1", 100, 95); // late
        Assert.Equal(["cancel exit-1"], desk.Asked());
        desk.Cancel("exit-1");
        Assert.Equal((Closed, 0m), (desk.State, desk.Trade.Held));
    }

    [Fact]
    public void A_late_fill_of_a_canceled_trade_opens_it_with_a_stop_of_its_own()
    {
        var desk = TradeDesk.Entering();
        desk.Cancel("entry-1");
        desk.Cancel("stop-1");
        desk.Cancel("target-1");
        Assert.Equal(TradeState.Canceled, desk.State);
        desk.Asked();
        desk.Fill("entry-1", 40, 100);
        Assert.Equal(TradeState.Open, desk.State);
        Assert.Equal(["submit stop-2 sell 40 stop 95.00"], desk.Asked());
        Assert.Equal([EventNames.TradeCanceled, EventNames.TradeOpened], desk.Announced.Select(said => said.Name));
    }

    [Fact]
    public void A_late_fill_of_a_trade_that_was_to_be_left_is_sold()
    {
        var desk = TradeDesk.Entering();
        desk.WantOut(ExitReason.Signal);
        desk.Cancel("entry-1");
        desk.Cancel("stop-1");
        desk.Cancel("target-1");
        desk.Asked();
        desk.Fill("entry-1", 40, 100);
        Assert.Equal(Exiting, desk.State);
        Assert.Equal(["submit exit-1 sell 40 market"], desk.Asked());
    }

    [Fact]
    public void A_late_fill_of_a_closed_trade_is_sold_and_the_trade_closed_again()
    {
        var desk = TradeDesk.Entering(TradeDesk.StopOnly);
        desk.Fill("entry-1", 40, 100);
        desk.Accept("stop-1");
        desk.Size("stop-1", 40);
        desk.Cancel("entry-1");
        desk.Fill("stop-1", 40, 95);
        Assert.Equal(Closed, desk.State);
        desk.Asked();
        desk.Fill("entry-1", 10, 100); // late
        Assert.Equal((Exiting, ExitReason.LateFill), (desk.State, desk.Trade.ExitReason));
        Assert.Equal(["submit exit-1 sell 10 market"], desk.Asked());
        desk.Fill("exit-1", 10, 94);
        Assert.Equal([Signaled, Approved, Entering, TradeState.Open, Exiting, Closed, Exiting, Closed], desk.Way);
        Assert.Equal((50m, -260m), (desk.Closed.Quantity, desk.Closed.ProfitAndLoss));
    }

    [Fact]
    public void A_leg_whose_late_fill_is_heard_of_before_the_entrys_ends_flat()
    {
        var desk = TradeDesk.Entering();
        desk.Cancel("entry-1");
        desk.Asked();
        desk.Fill("stop-1", 40, 95);
        desk.Cancel("target-1");
        desk.Fill("entry-1", 40, 100);
        while (desk.State != Closed)
        {
            foreach (var order in desk.Orders.Where(order => order.Id.Value.Contains("exit-", StringComparison.Ordinal)).ToArray())
                if (!order.State.IsEnded()) desk.Fill(order.Id.Value[(desk.Trade.Id.Value.Length + 1)..], order.Remaining, 100);
            if (!desk.Order("stop-1").State.IsEnded()) desk.Cancel("stop-1");
            desk.Pass(1);
        }
        Assert.Equal((0m, true), (desk.Trade.Held, desk.Orders.All(order => order.State.IsEnded())));
    }
}
