using Trading.Agents.Ports;
using Trading.Orders;
using static Trading.BrokerContract.ContractFloor;

namespace Trading.BrokerContract;

/// <summary>What the desk relies on at every broker.</summary>
public abstract class BrokerContractTests : IAsyncLifetime
{
    protected ContractFloor Floor { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Floor = await OpenAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Floor.DisposeAsync();
    }

    protected abstract ValueTask<ContractFloor> OpenAsync();

    [Fact]
    public async Task Order_that_is_sent_is_accepted_and_found_by_our_id()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));

        var sent = await Floor.SendAsync(ticket);
        var found = await Floor.OrderAsync(ticket);

        Assert.Equal(OrderState.Accepted, found.State);
        Assert.Equal((ticket.Id.Value, sent.BrokerOrderId), (found.ClientOrderId, found.BrokerOrderId));
        Assert.Equal(ticket.Terms, found.Terms);
        Assert.Equal(0, found.Filled);
    }

    [Fact]
    public async Task Same_id_sent_twice_is_one_order()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        var first = await Floor.SendAsync(ticket);

        var again = await Floor.Broker.SubmitAsync(ticket, Cancellation);

        Assert.Equal(BrokerOutcome.AlreadyExists, again.Outcome);
        Assert.Equal(first.BrokerOrderId, again.Value!.BrokerOrderId);
        Assert.Single((await Floor.Broker.OrdersAsync(Floor.Clock.GetUtcNow().AddDays(-1), Cancellation)).Value);
    }

    [Fact]
    public async Task Order_that_trades_is_told_once_by_the_stream_and_the_same_by_a_look_up()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(Buy(100));
        await Floor.SendAsync(ticket);

        Floor.Minute(101);
        var told = await Floor.HeardAsync(update => update.Fill is not null);
        var found = await Floor.OrderAsync(ticket);

        Assert.Equal(OrderState.Filled, found.State);
        Assert.Equal(100, found.Filled);
        Assert.Equal((ticket.Id.Value, OrderState.Filled, 100m), (told.ClientOrderId, told.State!.Value, told.TotalFilled));
        Assert.Equal((OrderSide.Buy, 100m, Usd(101)), (told.Fill!.Side, told.Fill.Quantity, told.Fill.Price));
        Assert.Equal(told.Fill.ExecutionId, Assert.Single(found.Fills).ExecutionId);
    }

    [Fact]
    public async Task Order_that_fills_in_parts_tells_each_execution_with_an_id_of_its_own()
    {
        Floor.Minute(100);
        Floor.Fills.MostShares = 40;
        var ticket = Floor.Ticket(BuyLimit(100, 100));
        await Floor.SendAsync(ticket);

        Floor.Minute(100);
        var part = await Floor.OrderAsync(ticket);
        Floor.Minute(100);
        Floor.Minute(100);
        var whole = await Floor.OrderAsync(ticket);

        Assert.Equal((OrderState.PartiallyFilled, 40m), (part.State!.Value, part.Filled));
        Assert.Equal((OrderState.Filled, 100m), (whole.State!.Value, whole.Filled));
        Assert.Equal([40m, 40m, 20m], whole.Fills.Select(fill => fill.Quantity));
        Assert.Equal(3, whole.Fills.DistinctBy(fill => fill.ExecutionId).Count());
        Assert.Equal(part.Fills[0], whole.Fills[0]);
    }

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
    public async Task Order_that_was_never_sent_is_surely_not_there()
    {
        Floor.Minute(100);
        var never = Floor.Ticket(BuyLimit(10, 90)).Id;

        Assert.Equal(BrokerOutcome.NotFound, (await Floor.Broker.FindAsync(never.Value, null, Cancellation)).Outcome);
        Assert.Equal(BrokerOutcome.NotFound, (await Floor.Broker.CancelAsync(never.Value, null, Cancellation)).Outcome);
        Assert.Equal(BrokerOutcome.NotFound, (await Floor.Broker.ReplaceAsync(never.Value, null, never.ClientOrderId(1), BuyLimit(10, 91), Cancellation)).Outcome);
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
    public async Task What_cannot_be_paid_for_is_refused_with_a_code_and_words()
    {
        Floor.Minute(100);
        var answer = await Floor.Broker.SubmitAsync(Floor.Ticket(BuyLimit(1_000_000, 100)), Cancellation);

        Assert.Equal(BrokerOutcome.Refused, answer.Outcome);
        Assert.NotEmpty(answer.Code);
        Assert.NotEmpty(answer.Reason);
    }

    [Fact]
    public async Task Shares_that_are_not_held_cannot_be_sold()
    {
        Floor.Minute(100);
        var answer = await Floor.Broker.SubmitAsync(Floor.Ticket(OrderTerms.Market(OrderSide.Sell, 10), OrderRole.Exit), Cancellation);

        Assert.Equal(BrokerOutcome.Refused, answer.Outcome);
        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Fact]
    public async Task List_of_orders_has_the_open_ones_and_those_that_ended_since()
    {
        Floor.Minute(100);
        var done = Floor.Ticket(Buy(10));
        await Floor.SendAsync(done);
        Floor.Minute(100);
        Floor.Minute(100);
        var now = Floor.Clock.GetUtcNow();
        var open = Floor.Bracket(BuyLimit(10, 90), stop: 80, target: 120);
        await Floor.SendAsync(open);

        var all = (await Floor.Broker.OrdersAsync(now.AddHours(-1), Cancellation)).Value;
        var since = (await Floor.Broker.OrdersAsync(now, Cancellation)).Value;

        Assert.Equal(Ids([done, open, .. open.Attached]), all.Select(order => order.ClientOrderId).Order());
        Assert.Equal(Ids([open, .. open.Attached]), since.Select(order => order.ClientOrderId).Order());
        Assert.Single(all.Single(order => order.ClientOrderId == done.Id.Value).Fills);
    }

    [Fact]
    public async Task Positions_and_the_account_tell_shares_and_dollars_to_the_cent()
    {
        Floor.Minute(100);
        var before = (await Floor.Broker.AccountAsync(Cancellation)).Value!;
        await Floor.SendAsync(Floor.Ticket(Buy(100)));
        Floor.Minute(101.25m);

        var position = Assert.Single((await Floor.Broker.PositionsAsync(Cancellation)).Value);
        var after = (await Floor.Broker.AccountAsync(Cancellation)).Value!;

        Assert.Equal((Stock, 100m, 101.25m), (position.Symbol, position.Quantity, position.AveragePrice));
        Assert.Equal(before.Cash - 10_125m, after.Cash);
        Assert.Equal(before.Equity, after.Equity);
        Assert.Equal(Floor.IsPaper, after.IsPaper);
    }

    [Fact]
    public async Task Short_sale_is_told_as_one_and_covered()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(OrderTerms.Market(OrderSide.SellShort, 50));
        await Floor.SendAsync(ticket);
        Floor.Minute(100);
        Assert.Equal(-50, await Floor.HeldAsync());
        Assert.Equal(OrderSide.SellShort, Assert.Single((await Floor.OrderAsync(ticket)).Fills).Side);

        await Floor.SendAsync(Floor.Ticket(OrderTerms.Market(OrderSide.BuyToCover, 50), OrderRole.Exit));
        Floor.Minute(100);

        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Ticket_of_another_account_is_a_defect()
    {
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Floor.Broker.SubmitAsync(ticket with { Scope = ticket.Scope with { Account = "other" } }, Cancellation));
    }

    private static IEnumerable<string> Ids(IEnumerable<OrderTicket> tickets) => tickets.Select(ticket => ticket.Id.Value).Order();
}
