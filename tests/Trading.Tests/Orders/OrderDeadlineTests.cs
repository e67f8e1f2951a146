using Trading.Orders;

namespace Trading.Tests.Orders;

public class OrderDeadlineTests
{
    [Fact]
    public void An_order_that_nobody_answers_for_is_looked_up_and_sent_again_for_as_long_as_it_takes()
    {
        var order = OrderLifecycle.On(AnOrder.Begun(), new OrderSubmitted(AnOrder.Id, null), AnOrder.After(1)).State;
        for (var i = 1; i <= 3; i++)
        {
            var woken = OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(i * 10));
            Assert.Equal([new OrderAction.Submit(AnOrder.Ticket, IsRetry: true), new OrderAction.WakeAt(AnOrder.After((i + 1) * 10).Time)], woken.Actions);
            Assert.Equal(OrderState.Submitted, woken.State.State);
            order = woken.State;
        }
        var answered = OrderLifecycle.On(order, new OrderAccepted(AnOrder.Id, "B1"), AnOrder.After(31)).State;
        Assert.Null(OrderLifecycle.DueAt(answered));
        Assert.Empty(OrderLifecycle.On(answered, new OrderWoken(AnOrder.Id), AnOrder.After(40)).Actions);
    }

    [Fact]
    public void Woken_too_early_an_order_asks_to_be_woken_again()
    {
        var woken = OrderLifecycle.On(AnOrder.Begun(), new OrderWoken(AnOrder.Id), AnOrder.After(4));
        Assert.Equal([new OrderAction.WakeAt(AnOrder.After(10).Time)], woken.Actions);
    }

    [Fact]
    public void A_cancel_without_an_answer_is_looked_up_and_asked_for_again()
    {
        var (order, asked) = AnOrder.Told(AnOrder.In(OrderState.Accepted), new OrderCancelOrdered(AnOrder.Id, "out"), new OrderCancelOrdered(AnOrder.Id, "out"));
        Assert.Equal([new OrderAction.Cancel("out"), new OrderAction.WakeAt(AnOrder.After(11).Time)], asked);
        var woken = OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(11));
        Assert.Equal([new OrderAction.LookUp(), new OrderAction.Cancel("out"), new OrderAction.WakeAt(AnOrder.After(21).Time)], woken.Actions);
    }

    [Fact]
    public void A_cancel_that_the_broker_refuses_leaves_the_order_as_it_is_and_is_asked_for_again()
    {
        var (order, asked) = AnOrder.Told(
            AnOrder.In(OrderState.Accepted), new OrderCancelOrdered(AnOrder.Id, "out"), new OrderChangeRefused(AnOrder.Id, OrderChange.Cancel, "NoLongerOpen", "no"));
        Assert.Equal(OrderState.Accepted, order.State);
        Assert.Empty(asked.OfType<OrderAction.Report>());
        Assert.Contains(new OrderAction.Cancel("out"), OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(11)).Actions);
    }

    [Fact]
    public void A_cancel_is_asked_for_again_though_the_order_itself_has_no_answer_yet()
    {
        var order = AnOrder.Told(AnOrder.Begun(), new OrderCancelOrdered(AnOrder.Id, "out")).Order;
        var (wake, cancels) = (AnOrder.After(10).Time, 0);
        while (wake <= AnOrder.After(60).Time)
        {
            var woken = OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.Later with { Time = wake });
            wake = woken.Actions.OfType<OrderAction.WakeAt>().Last().Time;
            cancels += woken.Actions.OfType<OrderAction.Cancel>().Count();
            order = woken.State;
        }
        Assert.Equal(5, cancels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_order_to_be_canceled_is_not_sent_again_and_is_over_when_the_broker_does_not_have_it(bool wasSent)
    {
        var notFound = new OrderChangeRefused(AnOrder.Id, OrderChange.Cancel, OrderChangeRefused.NotFound, "");
        var begun = wasSent ? AnOrder.Told(AnOrder.Begun(), new OrderSubmitted(AnOrder.Id, null)).Order : AnOrder.Begun();

        // The request may be on its way still.
        var order = AnOrder.Told(begun, new OrderCancelOrdered(AnOrder.Id, "out"), notFound).Order;
        Assert.False(order.State.IsEnded());

        var woken = OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(11));
        Assert.Equal([new OrderAction.LookUp(), new OrderAction.Cancel("out"), new OrderAction.WakeAt(AnOrder.After(21).Time)], woken.Actions);
        var over = AnOrder.Told(woken.State, notFound);
        Assert.Equal(OrderState.Canceled, over.Order.State);
        Assert.Single(over.Asked.OfType<OrderAction.Report>());
    }

    [Fact]
    public void A_cancel_is_asked_for_again_though_fills_are_missing()
    {
        var (order, _) = AnOrder.Told(AnOrder.In(OrderState.Accepted), AnOrder.PartiallyFilled("x2", 10, 50), new OrderCancelOrdered(AnOrder.Id, "out"));
        var woken = OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(12));
        Assert.Contains(new OrderAction.Cancel("out"), woken.Actions);
    }

    [Fact]
    public void A_replacement_without_an_answer_is_looked_up_and_asked_for_again_under_the_same_id()
    {
        var (order, _) = AnOrder.Told(AnOrder.In(OrderState.Accepted), new OrderReplaceOrdered(AnOrder.Id, AnOrder.Moved, "moved"));
        var woken = OrderLifecycle.On(order, new OrderWoken(AnOrder.Id), AnOrder.After(11));
        Assert.Equal(
            [new OrderAction.LookUp(), new OrderAction.Replace(AnOrder.Moved, $"{AnOrder.Id}r1"), new OrderAction.WakeAt(AnOrder.After(21).Time)], woken.Actions);
    }
}
