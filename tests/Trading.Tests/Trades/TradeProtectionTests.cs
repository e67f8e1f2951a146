using Trading.Orders;
using Trading.Trades;
using static Trading.Trades.TradeState;

namespace Trading.Tests.Trades;

/// <summary>The protective stop of an open trade: moved, lost and found.</summary>
public class TradeProtectionTests
{
    [Fact]
    public void A_moved_stop_replaces_the_one_at_the_broker()
    {
        var desk = TradeDesk.Open();
        desk.MoveStop(97);
        Assert.Equal(["replace stop-1 sell 100 stop 97.00"], desk.Asked());
        desk.Replace("stop-1");
        Assert.Empty(desk.Asked());
        desk.Pass(600);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void A_stop_never_steps_back()
    {
        var desk = TradeDesk.Open();
        desk.MoveStop(97);
        desk.MoveStop(96); // news that was overtaken
        Assert.Equal(97, desk.Trade.StopPrice!.Value.ToDecimal());
        Assert.Equal(["replace stop-1 sell 100 stop 97.00"], desk.Asked());

        var short_ = TradeDesk.Open(TradeDesk.ShortBracket);
        short_.MoveStop(103);
        short_.MoveStop(104);
        Assert.Equal(103, short_.Trade.StopPrice!.Value.ToDecimal());
    }

    [Fact]
    public void A_stop_moved_again_while_it_is_being_replaced_goes_to_the_newest_price()
    {
        var desk = TradeDesk.Open();
        desk.MoveStop(96);
        desk.MoveStop(97);
        desk.MoveStop(98);
        Assert.Equal(["replace stop-1 sell 100 stop 96.00"], desk.Asked());
        desk.Replace("stop-1");
        Assert.Equal(["replace stop-1 sell 100 stop 98.00"], desk.Asked());
    }

    [Fact]
    public void A_stop_moved_while_entering_is_replaced_once_the_trade_is_open()
    {
        var desk = TradeDesk.Entering();
        desk.MoveStop(97);
        Assert.Empty(desk.Asked());
        desk.Fill("entry-1", 100, 100);
        desk.Accept("stop-1");
        Assert.Equal(["replace stop-1 sell 100 stop 97.00"], desk.Asked());
    }

    [Fact]
    public void A_refused_move_is_asked_for_again_later_and_later_and_not_at_once()
    {
        var desk = TradeDesk.Open();
        desk.MoveStop(97);
        desk.Asked();
        for (var i = 1; i <= 12; i++)
        {
            desk.Refuse("stop-1", OrderChange.Replace, "Refused");
            Assert.Empty(desk.Asked());
            desk.Pass(5 * Math.Min(i, 10) - 1);
            Assert.Empty(desk.Asked());
            desk.Pass(1);
            Assert.Equal(["replace stop-1 sell 100 stop 97.00"], desk.Asked());
        }
        desk.Replace("stop-1");
        desk.Pass(600);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void A_stop_moved_on_after_a_refusal_is_asked_for_at_once()
    {
        var desk = TradeDesk.Open();
        desk.MoveStop(97);
        desk.Refuse("stop-1", OrderChange.Replace, "Refused");
        desk.Asked();
        desk.MoveStop(98);
        Assert.Equal(["replace stop-1 sell 100 stop 98.00"], desk.Asked());
    }

    [Fact]
    public void A_bracket_that_dies_at_the_broker_is_followed_by_a_stop()
    {
        var desk = TradeDesk.Open();
        desk.Expire("target-1");
        desk.Expire("stop-1");
        Assert.Equal(["submit stop-2 sell 100 stop 95.00"], desk.Asked());
        desk.Accept("stop-2");
        desk.Fill("stop-2", 100, 95);
        Assert.Equal((Closed, ExitReason.Stop), (desk.State, desk.Closed.Reason));
    }

    [Fact]
    public void A_stop_that_dies_alone_is_followed_by_one_that_is_the_other_side_of_the_target()
    {
        var desk = TradeDesk.Open();
        desk.Cancel("stop-1");
        Assert.Equal(["submit stop-2 sell 100 stop 95.00"], desk.Asked());
        Assert.Equal(desk.Order("target-1").Id, desk.Order("stop-2").Ticket.Link);
        desk.Accept("stop-2");
        desk.Fill("stop-2", 100, 95);
        Assert.Empty(desk.Asked()); // the broker cancels the target
        desk.Cancel("target-1");
        Assert.Equal(Closed, desk.State);
    }

    [Fact]
    public void A_stop_that_is_refused_beside_the_target_takes_the_targets_place()
    {
        var desk = TradeDesk.Open();
        desk.Cancel("stop-1");
        desk.Asked();
        desk.Reject("stop-2"); // the shares are spoken for
        Assert.Equal(["cancel target-1"], desk.Asked());
        desk.Cancel("target-1");
        Assert.Equal(["submit stop-3 sell 100 stop 95.00"], desk.Asked());
    }

    [Fact]
    public void A_stop_that_keeps_dying_is_sent_again_later_and_later_and_never_given_up()
    {
        var desk = TradeDesk.Open(TradeDesk.StopOnly);
        desk.Cancel("stop-1");
        desk.Asked();
        for (var attempt = 2; attempt <= 15; attempt++)
        {
            desk.Reject($"stop-{attempt}");
            Assert.Empty(desk.Asked());
            desk.Pass(5 * Math.Min(attempt, 10) - 1);
            Assert.Empty(desk.Asked());
            desk.Pass(1);
            Assert.Equal([$"submit stop-{attempt + 1} sell 100 stop 95.00"], desk.Asked());
        }
        Assert.Equal(TradeState.Open, desk.State);
    }

    [Fact]
    public void A_stop_that_the_broker_never_told_of_is_taken_away_and_sent_on_its_own()
    {
        var desk = TradeDesk.Entering(TradeDesk.StopOnly);
        desk.Fill("entry-1", 100, 100);
        desk.Pass(9);
        Assert.Empty(desk.Asked());
        desk.Pass(1);
        Assert.Equal(["cancel stop-1"], desk.Asked());
        desk.Refuse("stop-1", OrderChange.Cancel, OrderChangeRefused.NotFound);
        Assert.Equal(["submit stop-2 sell 100 stop 95.00"], desk.Asked());
    }

    [Fact]
    public void A_stop_sent_on_its_own_grows_with_what_fills_late()
    {
        var desk = TradeDesk.Entering();
        desk.Cancel("entry-1");
        desk.Cancel("stop-1");
        desk.Cancel("target-1");
        desk.Fill("entry-1", 40, 100);
        desk.Accept("stop-2");
        desk.Asked();
        desk.Fill("entry-1", 60, 100);
        Assert.Equal(["replace stop-2 sell 100 stop 95.00"], desk.Asked());
    }

    [Fact]
    public void Shares_of_an_entry_whose_cancel_nobody_answers_get_a_stop_of_their_own_that_grows_with_what_still_fills()
    {
        var desk = TradeDesk.Entering(TradeDesk.StopOnly);
        desk.Cancel("stop-1"); // the broker could not attach it
        desk.Fill("entry-1", 40, 100);
        desk.Pass(30);
        Assert.Equal(["cancel entry-1"], desk.Asked());
        desk.Pass(9);
        Assert.Empty(desk.Asked());
        desk.Pass(1);
        Assert.Contains("submit stop-2 sell 40 stop 95.00", desk.Asked());
        Assert.Equal(TradeState.Entering, desk.State);
        desk.Accept("stop-2");
        desk.Pass(100);
        Assert.DoesNotContain(desk.Asked(), asked => asked.Contains("stop-", StringComparison.Ordinal));
        desk.Fill("entry-1", 10, 100);
        Assert.Equal(["replace stop-2 sell 50 stop 95.00"], desk.Asked());
        desk.Replace("stop-2");
        desk.Cancel("entry-1");
        Assert.Equal(TradeState.Open, desk.State);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void A_stop_that_begins_to_trade_while_the_entry_hangs_stays_for_all_that_is_held()
    {
        var desk = WhoseEntryHangs();
        desk.Accept("stop-2");
        desk.Asked();
        desk.Fill("stop-2", 15, 95);
        Assert.Empty(desk.Asked()); // 25 are held and 25 of it are left
        desk.Fill("entry-1", 10, 100);
        Assert.Equal(["replace stop-2 sell 50 stop 95.00"], desk.Asked());
    }

    [Fact]
    public void A_stop_that_is_refused_while_the_entry_hangs_is_sent_again_until_it_is_taken()
    {
        var desk = WhoseEntryHangs();
        desk.Asked();
        desk.Reject("stop-2"); // orders of both sides at once are not taken by every broker
        desk.Pass(9);
        Assert.DoesNotContain(desk.Asked(), asked => asked.StartsWith("submit", StringComparison.Ordinal));
        desk.Pass(1);
        Assert.Contains("submit stop-3 sell 40 stop 95.00", desk.Asked());
        desk.Cancel("entry-1");
        Assert.Equal(TradeState.Open, desk.State);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void A_trade_to_be_left_while_its_entrys_cancel_hangs_is_protected_until_it_can_be_left()
    {
        var desk = TradeDesk.Entering(TradeDesk.StopOnly);
        desk.Cancel("stop-1");
        desk.Fill("entry-1", 40, 100);
        desk.WantOut();
        Assert.Equal(["cancel entry-1"], desk.Asked());
        desk.Pass(10);
        Assert.Contains("submit stop-2 sell 40 stop 95.00", desk.Asked());
        desk.Accept("stop-2");
        desk.Cancel("entry-1");
        Assert.Equal((Exiting, true), (desk.State, desk.Asked().SequenceEqual(["cancel stop-2"])));
        desk.Cancel("stop-2");
        Assert.Equal(["submit exit-1 sell 40 market"], desk.Asked());
    }

    [Fact]
    public void An_attached_stop_that_was_awaited_while_the_entry_hung_is_given_its_time_once_the_entry_has_ended()
    {
        var desk = TradeDesk.Entering(TradeDesk.StopOnly);
        desk.Fill("entry-1", 40, 100);
        desk.Pass(45);
        desk.Asked();
        desk.Cancel("entry-1");
        Assert.Equal(TradeState.Open, desk.State);
        desk.Pass(9);
        Assert.Empty(desk.Asked());
        desk.Accept("stop-1");
        desk.Pass(600);
        Assert.Empty(desk.Asked());
    }

    [Fact]
    public void An_entry_that_hangs_with_nothing_filled_gets_no_stop()
    {
        var desk = TradeDesk.Entering(TradeDesk.StopOnly);
        desk.Cancel("stop-1");
        desk.WantOut();
        desk.Pass(100);
        Assert.DoesNotContain(desk.Asked(), asked => asked.StartsWith("submit", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trade_without_a_stop_gets_none_until_one_is_wanted()
    {
        var desk = TradeDesk.Open(TradeDesk.Unprotected);
        Assert.Empty(desk.Asked());
        desk.MoveStop(97);
        Assert.Equal(["submit stop-1 sell 100 stop 97.00"], desk.Asked());
    }

    [Fact]
    public void A_target_that_fills_while_it_makes_way_for_the_stop_has_done_the_exit()
    {
        var desk = TradeDesk.Open();
        desk.Cancel("stop-1");
        desk.Reject("stop-2");
        desk.Asked();
        desk.Fill("target-1", 100, 110); // filled while it was to make way
        Assert.Equal(Closed, desk.State);
    }

    /// <summary>Forty shares came in, and the cancel of the rest was never answered.</summary>
    private static TradeDesk WhoseEntryHangs()
    {
        var desk = TradeDesk.Entering(TradeDesk.StopOnly);
        desk.Cancel("stop-1");
        desk.Fill("entry-1", 40, 100);
        desk.Pass(40);
        return desk;
    }
}
