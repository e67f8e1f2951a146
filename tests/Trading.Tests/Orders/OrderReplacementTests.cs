using Trading.Agents;
using Trading.Lifecycles;
using Trading.Orders;

namespace Trading.Tests.Orders;

public class OrderReplacementTests
{
    [Fact]
    public void A_replaced_order_has_its_new_terms_and_ids()
    {
        var (order, asked) = AnOrder.Told(AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, "moved"));
        Assert.Equal([new OrderAction.Replace(AnOrder.Moved, $"{AnOrder.Id}r1"), new OrderAction.WakeAt(AnOrder.After(11).Time)], asked);
        Assert.Equal(AnOrder.Terms, order.Terms);

        (order, asked) = AnOrder.Told(order, new OrderReplaced(AnOrder.Id, "B2", AnOrder.Moved, 1));
        Assert.Equal((AnOrder.Moved, "B2", $"{AnOrder.Id}r1"), (order.Terms, order.BrokerOrderId, order.ClientOrderId));
        Assert.Equal(AnOrder.Moved, Assert.Single(asked.OfType<OrderAction.Report>()).Status.Terms);
        Assert.Null(OrderLifecycle.DueAt(order));
    }

    [Fact]
    public void A_refused_replacement_leaves_the_order_under_the_id_it_has()
    {
        var (order, asked) = AnOrder.Told(
            AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, "moved"), new OrderChangeRefused(AnOrder.Id, OrderChange.Replace, "Refused", "no"));
        Assert.Equal((AnOrder.Terms, AnOrder.Id.Value), (order.Terms, order.ClientOrderId));
        Assert.Single(asked.OfType<OrderAction.Report>());

        // The next one gets an id of its own all the same: the broker may remember the refused one.
        Assert.Contains(
            new OrderAction.Replace(AnOrder.MovedOn, $"{AnOrder.Id}r2"), AnOrder.Told(order, new OrderReplaceOrdered(AnOrder.Id, AnOrder.MovedOn, "moved")).Asked);
    }

    [Fact]
    public void One_replacement_is_under_way_at_a_time_and_the_trade_is_told_when_it_is_done()
    {
        var (order, asked) = AnOrder.Told(
            AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""), new OrderReplaceOrdered(AnOrder.Id, AnOrder.MovedOn, ""));
        Assert.Single(asked.OfType<OrderAction.Replace>());
        Assert.Single(AnOrder.Told(order, new OrderReplaced(AnOrder.Id, "B2", AnOrder.Moved, 1)).Asked.OfType<OrderAction.Report>());
    }

    [Fact]
    public void Terms_that_the_order_has_already_need_no_replacement() =>
        Assert.Empty(AnOrder.Told(AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Terms, "")).Asked);

    [Fact]
    public void A_cancel_wins_over_a_replacement_and_follows_the_order_to_its_new_id()
    {
        var (order, _) = AnOrder.Told(
            AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""), new OrderCancelOrdered(AnOrder.Id, "out"));
        Assert.Empty(AnOrder.Told(order, new OrderReplaceOrdered(AnOrder.Id, AnOrder.MovedOn, "")).Asked);

        var replaced = AnOrder.Told(order, new OrderReplaced(AnOrder.Id, "B2", AnOrder.Moved, 1));
        Assert.Contains(new OrderAction.Cancel("out"), replaced.Asked);
        Assert.Equal(OrderChange.Cancel, replaced.Order.Pending?.Change);

        var refused = AnOrder.Told(order, new OrderChangeRefused(AnOrder.Id, OrderChange.Replace, "Refused", ""));
        Assert.Equal((OrderChange.Cancel, AnOrder.Id.Value), (refused.Order.Pending?.Change, refused.Order.ClientOrderId));
    }

    [Fact]
    public void A_cancel_asks_for_the_order_itself_until_the_broker_is_known_to_have_taken_it()
    {
        // The broker answered neither the order nor its replacement; that it does not have the one says nothing of the other.
        var (order, asked) = AnOrder.Told(
            AnOrder.Begun(), new OrderSubmitted(AnOrder.Id, null), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""), new OrderCancelOrdered(AnOrder.Id, "out"));
        Assert.Equal((AnOrder.Id.Value, null), CancelOf(order, asked));

        (order, asked) = AnOrder.Told(
            AnOrder.Begun(), new OrderAccepted(AnOrder.Id, "B1"), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""), new OrderCancelOrdered(AnOrder.Id, "out"));
        Assert.Equal(($"{AnOrder.Id}r1", "B1"), CancelOf(order, asked));
    }

    [Fact]
    public void Old_news_of_an_order_that_was_replaced_does_not_bring_back_its_old_id()
    {
        var (order, _) = AnOrder.Told(
            AnOrder.In(OrderState.Submitted),
            new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""), new OrderReplaced(AnOrder.Id, "B2", AnOrder.Moved, 1),
            new OrderReplaceOrdered(AnOrder.Id, AnOrder.MovedOn, ""), new OrderReplaced(AnOrder.Id, "B3", AnOrder.MovedOn, 2),
            new OrderAccepted(AnOrder.Id, "B1"), new OrderSubmitted(AnOrder.Id, "B1"), new OrderReplaced(AnOrder.Id, "B2", AnOrder.Moved, 1));
        Assert.Equal(("B3", AnOrder.MovedOn), (order.BrokerOrderId, order.Terms));
    }

    [Fact]
    public void A_rejected_replacement_does_not_end_the_order_it_was_to_replace()
    {
        var (order, _) = AnOrder.Told(AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""));
        var rejected = new OrderRejected(AnOrder.Id, RejectionCodes.BrokerRefused, "no", "B2", 1);
        var (kept, asked) = AnOrder.Told(order, rejected);
        Assert.Equal((OrderState.Accepted, AnOrder.Terms, false), (kept.State, kept.Terms, kept.IsReplacing));
        Assert.Single(asked.OfType<OrderAction.Report>());

        // Once the replacement is worked, there is nothing else to live on.
        Assert.Equal(OrderState.Rejected, AnOrder.Told(order, new OrderReplaced(AnOrder.Id, "B2", AnOrder.Moved, 1), rejected).Order.State);
    }

    [Fact]
    public void The_broker_sizes_an_attached_order_without_ending_a_replacement_under_way()
    {
        var (order, _) = AnOrder.Told(
            AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""), new OrderReplaced(AnOrder.Id, "B1", AnOrder.Terms with { Quantity = 40 }));
        Assert.Equal((40m, true, OrderChange.Replace), (order.Terms.Quantity, order.IsReplacing, order.Pending?.Change));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("r1", 1)]
    [InlineData("r12", 12)]
    [InlineData("rx", 0)]
    [InlineData("0", 0)]
    public void A_client_order_id_tells_which_replacement_it_is_of(string mark, int replacement) =>
        Assert.Equal(replacement, AnOrder.Id.ReplacementOf(AnOrder.Id.Value + mark));

    private static (string ClientOrderId, string? BrokerOrderId) CancelOf(Order order, OrderAction[] asked)
    {
        var outbox = new Outbox("lifecycles");
        outbox.Begin(AnOrder.Now.MessageId, AnOrder.Now.Time);
        LifecycleMessages.Say(Assert.Single(asked.OfType<OrderAction.Cancel>()), order, outbox);
        var request = Assert.IsType<CancelRequested>(Assert.Single(outbox.Messages).Data);
        return (request.ClientOrderId, request.BrokerOrderId);
    }
}
