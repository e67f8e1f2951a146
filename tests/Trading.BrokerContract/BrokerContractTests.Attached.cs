using Trading.Agents.Ports;
using Trading.Orders;
using static Trading.BrokerContract.ContractFloor;

namespace Trading.BrokerContract;

// Orders that hang on an entry: brackets, a stop alone, and the pair of which one cancels the other.
public abstract partial class BrokerContractTests
{
    [Fact]
    public async Task Attached_orders_wait_for_their_entry_and_then_live_under_our_ids()
    {
        Floor.Minute(100);
        var ticket = Floor.Bracket(Buy(100), stop: 95, target: 110);
        var sent = await Floor.SendAsync(ticket);
        var (stop, target) = (ticket.Attached[0].Id.Value, ticket.Attached[1].Id.Value);

        Assert.Equal([OrderState.PendingSubmission, OrderState.PendingSubmission], sent.Legs.Select(leg => leg.State!.Value));
        Assert.Equal(new[] { stop, target }.Order(), sent.Legs.Select(leg => leg.ClientOrderId).Order());

        Floor.Minute(100);
        Assert.Equal(OrderState.Accepted, (await Floor.HeardAsync(update => update.ClientOrderId == stop && update.State == OrderState.Accepted)).State);
        var protect = await Floor.OrderAsync(stop);

        Assert.Equal((OrderState.Accepted, 100m, Usd(95)), (protect.State!.Value, protect.Terms.Quantity, protect.Terms.StopPrice!.Value));
        Assert.Equal(OrderState.Accepted, (await Floor.OrderAsync(target)).State);
    }

    [Fact]
    public async Task Stop_that_trades_cancels_the_target_and_leaves_the_position_flat()
    {
        Floor.Minute(100);
        var ticket = Floor.Bracket(Buy(100), stop: 95, target: 110);
        await Floor.SendAsync(ticket);
        Floor.Minute(100);

        Floor.Minute(98, 98, 94, 94);
        var stopped = await Floor.HeardAsync(update => update.ClientOrderId == ticket.Attached[0].Id.Value && update.Fill is not null);

        Assert.Equal((OrderSide.Sell, Usd(95)), (stopped.Fill!.Side, stopped.Fill.Price));
        Assert.Equal(OrderState.Filled, (await Floor.OrderAsync(ticket.Attached[0])).State);
        Assert.Equal(OrderState.Canceled, (await Floor.OrderAsync(ticket.Attached[1])).State);
        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Attached_stop_that_is_moved_protects_at_its_new_price()
    {
        Floor.Minute(100);
        var ticket = Floor.Bracket(Buy(100), stop: 95, target: 110);
        await Floor.SendAsync(ticket);
        Floor.Minute(100);
        var stop = ticket.Attached[0].Id;
        var leg = await Floor.OrderAsync(stop.Value);

        var moved = await Floor.Broker.ReplaceAsync(stop.Value, leg.BrokerOrderId, stop.ClientOrderId(1), leg.Terms with { StopPrice = Usd(98) }, Cancellation);
        Floor.Minute(99, 99, 97, 97);

        Assert.True(moved.IsDone, $"{moved.Outcome} {moved.Code} {moved.Reason}");
        var found = await Floor.OrderAsync(stop.ClientOrderId(1));
        Assert.Equal((OrderState.Filled, Usd(98)), (found.State!.Value, Assert.Single(found.Fills).Price));
        Assert.Equal(OrderState.Canceled, (await Floor.OrderAsync(ticket.Attached[1])).State);
        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Target_that_trades_cancels_the_stop_and_leaves_the_position_flat()
    {
        Floor.Minute(100);
        var ticket = Floor.Bracket(Buy(100), stop: 95, target: 110);
        await Floor.SendAsync(ticket);
        Floor.Minute(100);

        Floor.Minute(109, 111, 109, 111);
        var sold = await Floor.HeardAsync(update => update.ClientOrderId == ticket.Attached[1].Id.Value && update.Fill is not null);

        Assert.Equal((OrderSide.Sell, Usd(110)), (sold.Fill!.Side, sold.Fill.Price));
        Assert.Equal(OrderState.Canceled, (await Floor.OrderAsync(ticket.Attached[0])).State);
        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Stop_alone_hangs_on_its_entry_and_protects_what_filled()
    {
        Floor.Minute(100);
        var both = Floor.Bracket(Buy(100), stop: 95, target: 110);
        var ticket = both with { Attached = [both.Attached[0] with { Link = null }] };
        var sent = await Floor.SendAsync(ticket);
        Floor.Minute(100);
        var stop = await Floor.OrderAsync(ticket.Attached[0]);
        Floor.Minute(94);

        Assert.Equal(OrderState.PendingSubmission, Assert.Single(sent.Legs).State);
        Assert.Equal((OrderState.Accepted, 100m), (stop.State!.Value, stop.Terms.Quantity));
        Assert.Equal(OrderState.Filled, (await Floor.OrderAsync(ticket.Attached[0])).State);
        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Entry_that_is_canceled_takes_what_hangs_on_it_along()
    {
        Floor.Minute(100);
        var ticket = Floor.Bracket(BuyLimit(100, 90), stop: 85, target: 110);
        var sent = await Floor.SendAsync(ticket);

        await Floor.Broker.CancelAsync(ticket.Id.Value, sent.BrokerOrderId, Cancellation);
        Floor.Minute(80);

        foreach (var one in ticket.Attached.Prepend(ticket)) Assert.Equal(OrderState.Canceled, (await Floor.OrderAsync(one)).State);
        Assert.Equal(0, await Floor.HeldAsync());
    }
}
