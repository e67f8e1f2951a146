using Trading.Agents.Ports;
using Trading.Orders;
using static Trading.BrokerContract.ContractFloor;

namespace Trading.BrokerContract;

// Cancels and replacements, and what fills ahead of them.
public abstract partial class BrokerContractTests
{
    [Fact]
    public async Task Canceled_order_ends_and_cannot_be_canceled_again()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        var sent = await Floor.SendAsync(ticket);

        var canceled = await Floor.Broker.CancelAsync(ticket.Id.Value, sent.BrokerOrderId, Cancellation);
        await Floor.HeardAsync(update => update.State == OrderState.Canceled);
        var again = await Floor.Broker.CancelAsync(ticket.Id.Value, sent.BrokerOrderId, Cancellation);

        Assert.Equal(BrokerOutcome.Done, canceled.Outcome);
        Assert.Equal(OrderState.Canceled, (await Floor.OrderAsync(ticket)).State);
        Assert.Equal(BrokerOutcome.NoLongerOpen, again.Outcome);
    }

    [Fact]
    public async Task Order_can_be_canceled_by_our_id_alone()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        await Floor.SendAsync(ticket);

        Assert.Equal(BrokerOutcome.Done, (await Floor.Broker.CancelAsync(ticket.Id.Value, null, Cancellation)).Outcome);
        Assert.Equal(OrderState.Canceled, (await Floor.OrderAsync(ticket)).State);
    }

    [Fact]
    public async Task Replaced_order_works_on_its_new_terms_and_its_old_id_leads_there()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        var sent = await Floor.SendAsync(ticket);

        var replaced = await Floor.Broker.ReplaceAsync(ticket.Id.Value, sent.BrokerOrderId, ticket.Id.ClientOrderId(1), BuyLimit(10, 95), Cancellation);
        var found = await Floor.OrderAsync(ticket.Id.ClientOrderId(1));
        var old = await Floor.OrderAsync(ticket.Id.Value, sent.BrokerOrderId);
        Floor.Minute(94);

        Assert.True(replaced.IsDone, replaced.Reason);
        Assert.Equal(BuyLimit(10, 95), found.Terms);
        Assert.Equal(OrderState.Accepted, found.State);
        Assert.Contains(found.BrokerOrderId, new[] { old.BrokerOrderId, old.ReplacedBy });
        Assert.Equal(OrderState.Filled, (await Floor.OrderAsync(ticket.Id.ClientOrderId(1))).State);
        Assert.Equal(10, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Replacement_of_what_has_ended_tells_that_it_is_no_longer_open()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 100));
        var sent = await Floor.SendAsync(ticket);
        Floor.Minute(100);

        var late = await Floor.Broker.ReplaceAsync(ticket.Id.Value, sent.BrokerOrderId, ticket.Id.ClientOrderId(1), BuyLimit(10, 95), Cancellation);

        Assert.Equal(BrokerOutcome.NoLongerOpen, late.Outcome);
        Assert.Equal(10, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Partly_filled_order_that_is_replaced_keeps_its_fills()
    {
        Floor.Minute(100);
        Floor.Fills.MostShares = 40;
        var ticket = Floor.Ticket(BuyLimit(100, 100));
        var sent = await Floor.SendAsync(ticket);
        Floor.Minute(100);
        var first = Assert.Single((await Floor.OrderAsync(ticket)).Fills);

        await Floor.Broker.ReplaceAsync(ticket.Id.Value, sent.BrokerOrderId, ticket.Id.ClientOrderId(1), BuyLimit(100, 101), Cancellation);
        Floor.Fills.MostShares = null;
        Floor.Minute(101);
        var found = await Floor.OrderAsync(ticket.Id.ClientOrderId(1));

        Assert.Equal((OrderState.Filled, 100m), (found.State!.Value, found.Filled));
        Assert.Equal([40m, 60m], found.Fills.Select(fill => fill.Quantity));
        Assert.Equal(first, found.Fills[0]);
    }

    [Fact]
    public async Task Replacement_that_is_asked_for_twice_is_one_order()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        var sent = await Floor.SendAsync(ticket);
        var (next, terms) = (ticket.Id.ClientOrderId(1), BuyLimit(10, 95));
        await Floor.Broker.ReplaceAsync(ticket.Id.Value, sent.BrokerOrderId, next, terms, Cancellation);

        var again = await Floor.Broker.ReplaceAsync(ticket.Id.Value, sent.BrokerOrderId, next, terms, Cancellation);

        Assert.Equal((BrokerOutcome.AlreadyExists, terms), (again.Outcome, again.Value!.Terms));
        Assert.Single((await Floor.Broker.OrdersAsync(Floor.Clock.GetUtcNow().AddDays(-1), Cancellation)).Value);
        Floor.Minute(94);
        Assert.Equal(10, await Floor.HeldAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replacement_that_comes_after_a_later_one_does_not_take_the_order_back(bool wasMade)
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        var sent = await Floor.SendAsync(ticket);
        var (first, second) = (ticket.Id.ClientOrderId(1), ticket.Id.ClientOrderId(2));
        var current = wasMade ? (await Floor.Broker.ReplaceAsync(ticket.Id.Value, sent.BrokerOrderId, first, BuyLimit(10, 91), Cancellation)).Value! : sent;
        await Floor.Broker.ReplaceAsync(wasMade ? first : ticket.Id.Value, current.BrokerOrderId, second, BuyLimit(10, 92), Cancellation);

        var late = await Floor.Broker.ReplaceAsync(ticket.Id.Value, sent.BrokerOrderId, first, BuyLimit(10, 91), Cancellation);

        Assert.Contains(late.Outcome, new[] { BrokerOutcome.NoLongerOpen, BrokerOutcome.AlreadyExists });
        Assert.Equal((OrderState.Accepted, BuyLimit(10, 92)), await Floor.OrderAsync(second) is var found ? (found.State!.Value, found.Terms) : default);
    }

    [Fact]
    public async Task Fill_that_comes_ahead_of_a_cancel_stands_and_the_cancel_is_too_late()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 100));
        var sent = await Floor.SendAsync(ticket);
        Floor.Minute(100);

        var late = await Floor.Broker.CancelAsync(ticket.Id.Value, sent.BrokerOrderId, Cancellation);

        Assert.Equal(BrokerOutcome.NoLongerOpen, late.Outcome);
        var found = await Floor.OrderAsync(ticket);
        Assert.Equal((OrderState.Filled, 10m), (found.State!.Value, Assert.Single(found.Fills).Quantity));
        Assert.Equal(10, await Floor.HeldAsync());
    }

    [Fact]
    public async Task What_had_filled_ahead_of_a_cancel_is_kept_and_the_rest_is_canceled()
    {
        Floor.Minute(100);
        Floor.Fills.MostShares = 40;
        var ticket = Floor.Ticket(BuyLimit(100, 100));
        var sent = await Floor.SendAsync(ticket);
        Floor.Minute(100);

        var canceled = await Floor.Broker.CancelAsync(ticket.Id.Value, sent.BrokerOrderId, Cancellation);
        var told = await Floor.HeardAsync(update => update.State == OrderState.Canceled);
        Floor.Minute(100);

        Assert.Equal((BrokerOutcome.Done, 40m), (canceled.Outcome, told.TotalFilled));
        var found = await Floor.OrderAsync(ticket);
        Assert.Equal((OrderState.Canceled, 40m, 40m), (found.State!.Value, found.Filled, Assert.Single(found.Fills).Quantity));
        Assert.Equal(40, await Floor.HeldAsync());
    }
}
