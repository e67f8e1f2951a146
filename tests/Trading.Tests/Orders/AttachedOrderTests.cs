using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;

namespace Trading.Tests.Orders;

/// <summary>What hangs on an order hears from that order's lifecycle whether it will ever be.</summary>
public class AttachedOrderTests
{
    private static readonly OrderEvent Refused = new OrderRejected(AnOrder.Parent.Id, RejectionCodes.BrokerRefused, "no");
    private static readonly OrderEvent Accepted = new OrderAccepted(AnOrder.Parent.Id, "B1");

    [Fact]
    public void A_refusal_that_ends_the_parent_refuses_what_hangs_on_it()
    {
        var (order, asked) = AnOrder.Told(AnOrder.Begun(AnOrder.Parent), Refused);
        Assert.Equal(OrderState.Rejected, order.State);
        Assert.Single(asked, new OrderAction.RefuseAttached(RejectionCodes.BrokerRefused));

        var outbox = new Outbox("lifecycles");
        outbox.Begin(MessageId.From("refused"), AnOrder.Now.Time);
        LifecycleMessages.Say(new OrderAction.RefuseAttached(RejectionCodes.BrokerRefused), order, outbox);
        Assert.Equal(new OrderRejected(AnOrder.Id, RejectionCodes.BrokerRefused, "its parent was refused"), Assert.Single(outbox.Messages).Data);
    }

    [Fact]
    public void A_refusal_of_one_attempt_while_another_came_through_leaves_what_hangs_on_it_alive() =>
        Assert.DoesNotContain(AnOrder.Told(AnOrder.Begun(AnOrder.Parent), Accepted, Refused).Asked, asked => asked is OrderAction.RefuseAttached);

    [Fact]
    public void A_refusal_that_is_told_twice_refuses_what_hangs_on_it_once() =>
        Assert.Single(AnOrder.Told(AnOrder.Begun(AnOrder.Parent), Refused, Refused).Asked, asked => asked is OrderAction.RefuseAttached);

    [Fact]
    public void Of_an_order_that_the_broker_had_taken_it_tells_the_legs_itself() =>
        Assert.DoesNotContain(
            AnOrder.Told(AnOrder.Begun(AnOrder.Parent), Accepted, new OrderRejected(AnOrder.Parent.Id, RejectionCodes.BrokerRefused, "no", "B1")).Asked,
            asked => asked is OrderAction.RefuseAttached);
}
