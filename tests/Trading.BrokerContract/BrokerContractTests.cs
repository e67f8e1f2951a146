using Trading.Agents.Ports;
using Trading.Orders;
using static Trading.BrokerContract.ContractFloor;

namespace Trading.BrokerContract;

/// <summary>What the desk relies on at every broker.</summary>
public abstract partial class BrokerContractTests : IAsyncLifetime
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
    public async Task Order_that_was_never_sent_is_surely_not_there()
    {
        Floor.Minute(100);
        var never = Floor.Ticket(BuyLimit(10, 90)).Id;

        Assert.Equal(BrokerOutcome.NotFound, (await Floor.Broker.FindAsync(never.Value, null, Cancellation)).Outcome);
        Assert.Equal(BrokerOutcome.NotFound, (await Floor.Broker.CancelAsync(never.Value, null, Cancellation)).Outcome);
        Assert.Equal(BrokerOutcome.NotFound, (await Floor.Broker.ReplaceAsync(never.Value, null, never.ClientOrderId(1), BuyLimit(10, 91), Cancellation)).Outcome);
    }

    [Fact]
    public async Task Ticket_of_another_account_is_a_defect()
    {
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Floor.Broker.SubmitAsync(ticket with { Scope = ticket.Scope with { Account = "other" } }, Cancellation));
    }
}
