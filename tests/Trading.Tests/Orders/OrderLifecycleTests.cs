using Trading.Orders;

namespace Trading.Tests.Orders;

public class OrderLifecycleTests
{
    [Fact]
    public void A_new_order_is_sent_at_once_and_an_attached_one_by_its_parent()
    {
        var begun = OrderLifecycle.Begin(AnOrder.Ticket, AnOrder.Now);
        Assert.Equal([new OrderAction.Submit(AnOrder.Ticket, IsRetry: false), new OrderAction.WakeAt(AnOrder.Now.Time.AddSeconds(10))], begun.Actions);
        Assert.Empty(OrderLifecycle.Begin(AnOrder.Leg, AnOrder.Now).Actions);
        Assert.Null(OrderLifecycle.DueAt(AnOrder.Begun(AnOrder.Leg)));
    }

    [Fact]
    public void A_fill_is_booked_once_whatever_tells_of_it()
    {
        var fill = AnOrder.PartiallyFilled("x1", 40, 40);
        var (order, asked) = AnOrder.Told(AnOrder.In(OrderState.Accepted), fill, fill, AnOrder.Filled("x2", 60, 100), fill);
        Assert.Equal((OrderState.Filled, 100m, 9_500m), (order.State, order.Filled, order.FilledValue));
        Assert.Equal([40m, 100m], asked.OfType<OrderAction.Report>().Select(report => report.Status.Filled));
    }

    [Fact]
    public void A_late_fill_of_a_canceled_order_is_booked_and_told()
    {
        var (order, asked) = AnOrder.Told(AnOrder.In(OrderState.Accepted), AnOrder.Canceled(0), AnOrder.PartiallyFilled("x1", 40, 40));
        Assert.Equal((OrderState.Canceled, 40m), (order.State, order.Filled));
        Assert.Equal([0m, 40m], asked.OfType<OrderAction.Report>().Select(report => report.Status.Filled));
        Assert.Equal(OrderState.Filled, AnOrder.Told(order, AnOrder.Filled("x2", 60, 100)).Order.State);
    }

    [Fact]
    public void A_fill_of_an_order_that_was_thought_refused_is_booked_and_told()
    {
        // The desk's gate refused what an earlier attempt had brought to the broker.
        var (order, asked) = AnOrder.Told(AnOrder.Begun(), new OrderRejected(AnOrder.Id, RejectionCodes.TradingHalted, "halted"), AnOrder.PartiallyFilled("x1", 40, 40));
        Assert.Equal((OrderState.Rejected, 40m), (order.State, order.Filled));
        Assert.Equal([0m, 40m], asked.OfType<OrderAction.Report>().Select(report => report.Status.Filled));
        Assert.Single(asked.OfType<OrderAction.Cancel>());
    }

    [Theory]
    [InlineData(OrderState.Rejected)]
    [InlineData(OrderState.Canceled)]
    [InlineData(OrderState.Expired)]
    public void An_order_that_was_given_up_and_lives_at_the_broker_is_canceled_until_it_is_over(OrderState ended)
    {
        var (order, asked) = AnOrder.Told(AnOrder.In(ended), new OrderSubmitted(AnOrder.Id, "B1"), new OrderAccepted(AnOrder.Id, "B1"));
        Assert.Equal([new OrderAction.Cancel("it was given up"), new OrderAction.WakeAt(AnOrder.After(12).Time)], asked);
        Assert.Equal((ended, "B1"), (order.State, order.BrokerOrderId));
        Assert.Contains(new OrderAction.Cancel("it was given up"), OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(12)).Actions);

        Assert.Null(OrderLifecycle.DueAt(AnOrder.Told(order, AnOrder.Canceled(0)).Order));
        Assert.Null(OrderLifecycle.DueAt(AnOrder.Told(order, new OrderChangeRefused(AnOrder.Id, OrderChange.Cancel, OrderChangeRefused.NoLongerOpen, "")).Order));
        Assert.NotNull(OrderLifecycle.DueAt(AnOrder.Told(order, new OrderChangeRefused(AnOrder.Id, OrderChange.Cancel, "Refused", "")).Order));
    }

    [Theory]
    [InlineData(OrderState.Rejected)]
    [InlineData(OrderState.Canceled)]
    [InlineData(OrderState.Expired)]
    public void An_order_that_was_given_up_and_begins_to_fill_has_its_rest_canceled(OrderState ended)
    {
        // A look-up of an order that has begun to fill tells its fills, and no acceptance.
        var (order, asked) = AnOrder.Told(AnOrder.In(ended), new OrderSubmitted(AnOrder.Id, "B1"), AnOrder.PartiallyFilled("x1", 40, 40));
        Assert.Equal((ended, 40m), (order.State, order.Filled));
        Assert.Equal([new OrderAction.Cancel("it was given up")], asked.OfType<OrderAction.Cancel>());
        Assert.NotNull(OrderLifecycle.DueAt(order));

        Assert.Empty(AnOrder.Told(AnOrder.In(ended), new OrderSubmitted(AnOrder.Id, "B1"), AnOrder.Filled("x1", 100, 100)).Asked.OfType<OrderAction.Cancel>());
    }

    [Fact]
    public void A_refused_attempt_does_not_end_an_order_that_another_attempt_brought_to_the_broker()
    {
        var refused = new OrderRejected(AnOrder.Id, RejectionCodes.TradingHalted, "halted");
        Assert.Equal(OrderState.Accepted, AnOrder.Told(AnOrder.Begun(), new OrderAccepted(AnOrder.Id, "B1"), refused).Order.State);
        Assert.Equal(OrderState.Rejected, AnOrder.Told(AnOrder.Begun(), new OrderAccepted(AnOrder.Id, "B1"), refused with { BrokerOrderId = "B1" }).Order.State);
        Assert.Equal(OrderState.Rejected, AnOrder.Told(AnOrder.Begun(), new OrderSubmitted(AnOrder.Id, null), refused).Order.State);
    }

    [Fact]
    public void Late_news_of_an_order_that_was_known_at_the_broker_cancels_nothing()
    {
        var (_, asked) = AnOrder.Told(AnOrder.Begun(), new OrderAccepted(AnOrder.Id, "B1"), AnOrder.Canceled(0), new OrderAccepted(AnOrder.Id, "B1"));
        Assert.Empty(asked.OfType<OrderAction.Cancel>());
    }

    [Fact]
    public void More_than_was_asked_for_is_booked_as_it_is() =>
        Assert.Equal(130, AnOrder.Told(AnOrder.In(OrderState.Filled), AnOrder.Filled("x9", 30, 130)).Order.Filled);

    [Fact]
    public void The_trade_is_not_told_of_an_end_before_the_fills_that_the_broker_counts_are_found()
    {
        var (order, asked) = AnOrder.Told(AnOrder.In(OrderState.Accepted), AnOrder.Canceled(100));
        Assert.Equal([new OrderAction.LookUp(), new OrderAction.WakeAt(AnOrder.After(11).Time)], asked);

        // Nothing but the missing fills ends the silence, not even late news of the beginning.
        (order, asked) = AnOrder.Told(order, new OrderAccepted(AnOrder.Id, "B1"), AnOrder.PartiallyFilled("x1", 40, 40), new OrderSubmitted(AnOrder.Id, "B1"));
        Assert.Empty(asked.OfType<OrderAction.Report>());

        (order, asked) = AnOrder.Told(order, AnOrder.Filled("x2", 60, 100));
        Assert.Equal((OrderState.Filled, 100m), Assert.Single(asked.OfType<OrderAction.Report>().Select(report => (report.Status.State, report.Status.Filled))));
        Assert.Null(OrderLifecycle.DueAt(order));
    }

    [Fact]
    public void Missed_fills_are_asked_for_once_in_a_while_and_not_with_every_word()
    {
        var (order, _) = AnOrder.Told(AnOrder.In(OrderState.Accepted), AnOrder.Canceled(100));
        Assert.Empty(OrderLifecycle.On(order, AnOrder.Canceled(100), AnOrder.After(2)).Actions);
        var woken = OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(11));
        Assert.Equal([new OrderAction.LookUp(), new OrderAction.WakeAt(AnOrder.After(21).Time)], woken.Actions);
    }

    [Fact]
    public void A_known_fill_whose_count_is_ahead_shows_that_one_was_missed()
    {
        var (order, _) = AnOrder.Told(AnOrder.In(OrderState.Accepted), AnOrder.PartiallyFilled("x1", 40, 40));
        var again = OrderLifecycle.On(order, AnOrder.PartiallyFilled("x1", 40, 60), AnOrder.After(2));
        Assert.Contains(new OrderAction.LookUp(), again.Actions);
    }

    [Fact]
    public void A_fill_that_is_the_last_by_the_brokers_word_ends_an_order_that_the_broker_made_smaller()
    {
        // The other side of the bracket sold 40, so the broker left 60 of this one.
        var smaller = new OrderReplaced(AnOrder.Id, "B1", AnOrder.Terms with { Quantity = 60 });
        var first = AnOrder.Told(AnOrder.In(OrderState.Accepted), smaller, AnOrder.Filled("x1", 60, 60)).Order;
        var second = AnOrder.Told(AnOrder.In(OrderState.Accepted), AnOrder.Filled("x1", 60, 60), smaller).Order;
        Assert.Equal((OrderState.Filled, 60m), (first.State, first.Terms.Quantity));
        Assert.Equal((OrderState.Filled, 60m), (second.State, second.Terms.Quantity));

        // Until the broker has said so the size is a guess, as its news of it may be late.
        var unheard = AnOrder.Told(AnOrder.Begun(AnOrder.Leg), AnOrder.PartiallyFilled("x1", 60, 60), smaller).Order;
        Assert.Equal(OrderState.PartiallyFilled, unheard.State);
        Assert.Equal(OrderState.Filled, AnOrder.Told(unheard, AnOrder.Filled("x1", 60, 60)).Order.State);
    }

    [Fact]
    public void A_leg_that_the_broker_makes_larger_is_not_filled_by_what_it_sold_meanwhile()
    {
        var small = AnOrder.Told(AnOrder.Begun(AnOrder.Leg), new OrderReplaced(AnOrder.Id, "B1", AnOrder.Terms with { Quantity = 10 })).Order;
        var (order, _) = AnOrder.Told(small, AnOrder.PartiallyFilled("x1", 20, 20), new OrderReplaced(AnOrder.Id, "B1", AnOrder.Terms));
        Assert.Equal((OrderState.PartiallyFilled, 80m), (order.State, order.Remaining));
    }

    [Fact]
    public void The_brokers_word_that_nothing_is_left_counts_when_the_fills_before_it_are_heard()
    {
        var leg = AnOrder.Told(AnOrder.Begun(AnOrder.Leg), AnOrder.Filled("x2", 20, 60), AnOrder.PartiallyFilled("x1", 40, 40)).Order;
        Assert.Equal((OrderState.Filled, 60m), (leg.State, leg.Filled));
    }

    [Fact]
    public void An_attached_order_that_the_broker_never_made_is_canceled_by_being_unknown()
    {
        var leg = AnOrder.Told(AnOrder.Begun(AnOrder.Leg), new OrderCancelOrdered(AnOrder.Id, "out")).Order;
        Assert.Equal(OrderState.Canceled, AnOrder.Told(leg, new OrderChangeRefused(AnOrder.Id, OrderChange.Cancel, "NotFound", "")).Order.State);

        // A refusal of another kind says that the broker has it.
        Assert.Equal(OrderState.PendingSubmission, AnOrder.Told(leg, new OrderChangeRefused(AnOrder.Id, OrderChange.Cancel, "Refused", "")).Order.State);
    }

    [Fact]
    public void An_ended_order_is_neither_canceled_nor_replaced() => Assert.All(
        Enum.GetValues<OrderState>().Where(state => state.IsEnded()),
        state => Assert.Empty(AnOrder.Told(
            AnOrder.In(state), new OrderCancelOrdered(AnOrder.Id, ""), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, ""), new OrderWoken(AnOrder.Id)).Asked));

    [Fact]
    public void An_order_told_of_twice_begins_once() =>
        Assert.Empty(AnOrder.Told(AnOrder.In(OrderState.Accepted), new OrderPlaced(AnOrder.Id, AnOrder.Ticket)).Asked);
}
