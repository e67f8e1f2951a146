using Trading.Agents.Ports;
using Trading.Orders;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class LookUpTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Same_order_sent_twice_is_one_order()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        var again = _floor.Submit(order);
        Assert.Equal((BrokerOutcome.AlreadyExists, "X1"), (again.Outcome, again.Value!.BrokerOrderId));
        _floor.Minute(90);
        Assert.Equal(10, _floor.Held);
        Assert.Equal((BrokerOutcome.AlreadyExists, OrderState.Filled), (_floor.Submit(order).Outcome, _floor.Submit(order).Value!.State));
    }

    [Fact]
    public void Id_of_an_attached_order_is_taken_too()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 90), SellStop(10, 80)));
        var other = _floor.Ticket(BuyLimit(10, 90));
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(other with { Attached = [entry.Attached[0] with { Parent = other.Id }] }));
    }

    [Fact]
    public void Order_is_found_by_either_id()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        Assert.Equal("X1", _floor.Find(order.Id.Value).Value!.BrokerOrderId);
        Assert.Equal(order.Id.Value, _floor.Find("unknown", "X1").Value!.ClientOrderId);
        Assert.Equal(BrokerOutcome.NotFound, _floor.Find("unknown", "X9").Outcome);
    }

    [Fact]
    public void Replaced_order_is_found_and_names_its_successor()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        _floor.Replace(order.Id.Value, "second", BuyLimit(10, 91));
        _floor.Replace("second", "third", BuyLimit(10, 92));
        Assert.Equal(("X2", "X3"), (_floor.Order(order).ReplacedBy, _floor.Find("second").Value!.ReplacedBy));
        Assert.Equal("third", _floor.Find("unknown", "X3").Value!.ClientOrderId);
    }

    [Fact]
    public void All_open_orders_and_those_that_ended_since_are_listed()
    {
        var ended = _floor.Send(Buy(10));
        _floor.Minute(100);
        var since = _floor.Now.AddSeconds(1);
        _floor.At(since);
        var late = _floor.Send(BuyLimit(10, 90));
        _floor.Cancel(late.Id.Value);
        var open = _floor.Send(_floor.Bracket(BuyLimit(10, 90), SellStop(10, 80)));
        Assert.Equal([late.Id.Value, open.Id.Value, open.Attached[0].Id.Value], _floor.Orders(since).Select(order => order.ClientOrderId));
        Assert.Equal(ended.Id.Value, _floor.Orders()[0].ClientOrderId);
    }

    [Fact]
    public void Only_so_many_ended_orders_are_remembered()
    {
        var floor = new Floor(Any with { RetainedOrders = 3 });
        var open = floor.Send(BuyLimit(1, 1));
        var tickets = new List<OrderTicket>();
        for (var i = 0; i < 10; i++)
        {
            tickets.Add(floor.Send(Buy(1)));
            floor.Minute(100);
        }
        Assert.Equal([open.Id.Value, .. tickets[^3..].Select(ticket => ticket.Id.Value)], floor.Orders().Select(order => order.ClientOrderId));
        Assert.Equal(BrokerOutcome.NotFound, floor.Find(tickets[0].Id.Value).Outcome);
        Assert.Equal(BrokerOutcome.NotFound, floor.Find("unknown", "X2").Outcome);
    }

    [Fact]
    public void Ended_orders_of_one_moment_are_remembered_together_and_fewer_of_them_later()
    {
        var floor = new Floor(Any with { RetainedOrders = 5, RetainedLater = 2 });
        var together = Enumerable.Range(0, 4).Select(_ => floor.Send(Buy(1))).ToArray();
        floor.Minute(100);
        Assert.All(together, ticket => Assert.Equal(OrderState.Filled, floor.Order(ticket).State));

        var later = floor.Send(Buy(1));
        floor.Minute(100);
        Assert.Equal([together[^1].Id.Value, later.Id.Value], floor.Orders().Select(order => order.ClientOrderId));
    }
}
