using Trading.Agents.Ports;
using Trading.FakeBrokers.Faults;
using Trading.Orders;
using static Trading.BrokerContract.ContractFloor;

namespace Trading.BrokerContract;

/// <summary>What the desk relies on at a broker that can be out of order, which is every one behind a wire.</summary>
public abstract class FaultyBrokerContractTests : BrokerContractTests
{
    [Fact]
    public async Task Answer_that_is_lost_after_acceptance_is_no_answer_and_the_order_is_there()
    {
        Script(FaultRule.On("submit", FaultKind.DropAfter));
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));

        var lost = await Floor.Broker.SubmitAsync(ticket, Cancellation);
        var again = await Floor.Broker.SubmitAsync(ticket, Cancellation);

        Assert.Equal(BrokerOutcome.NoAnswer, lost.Outcome);
        Assert.Equal(OrderState.Accepted, (await Floor.OrderAsync(ticket)).State);
        Assert.Equal(BrokerOutcome.AlreadyExists, again.Outcome);
        Assert.Single((await Floor.Broker.OrdersAsync(Floor.Clock.GetUtcNow().AddDays(-1), Cancellation)).Value);
    }

    [Fact]
    public async Task Time_out_after_acceptance_is_no_answer_and_the_order_is_there()
    {
        Script(FaultRule.On("submit", FaultKind.HangAfter));
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));

        Assert.Equal(BrokerOutcome.NoAnswer, (await Floor.Broker.SubmitAsync(ticket, Cancellation)).Outcome);
        Assert.Equal(OrderState.Accepted, (await Floor.OrderAsync(ticket)).State);
    }

    [Fact]
    public async Task Connection_that_is_lost_ahead_of_the_order_is_no_answer_and_the_order_is_not_there()
    {
        Script(FaultRule.On("submit", FaultKind.Drop));
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));

        Assert.Equal(BrokerOutcome.NoAnswer, (await Floor.Broker.SubmitAsync(ticket, Cancellation)).Outcome);
        Assert.Equal(BrokerOutcome.NotFound, (await Floor.Broker.FindAsync(ticket.Id.Value, null, Cancellation)).Outcome);
    }

    [Fact]
    public async Task Answer_that_takes_its_time_is_waited_for()
    {
        var slow = TimeSpan.FromSeconds(3);
        Script(new FaultRule(FaultKind.Delay) { Operation = "submit", Delay = slow });
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));

        var sending = Floor.Broker.SubmitAsync(ticket, Cancellation).AsTask();
        await Floor.Clock.SomebodyWaitsAsync(slow, Cancellation);
        var isThere = await Floor.Broker.FindAsync(ticket.Id.Value, null, Cancellation);
        Floor.Clock.Pass(slow);

        Assert.Equal(BrokerOutcome.NotFound, isThere.Outcome);
        Assert.Equal(BrokerOutcome.Done, (await sending).Outcome);
        Assert.Equal(OrderState.Accepted, (await Floor.OrderAsync(ticket)).State);
    }

    [Fact]
    public async Task Order_that_is_taken_long_after_we_gave_up_is_one_order_all_the_same()
    {
        var slow = TimeSpan.FromHours(1);
        Script(new FaultRule(FaultKind.Delay) { Operation = "submit", Delay = slow });
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));

        var sending = Floor.Broker.SubmitAsync(ticket, Cancellation).AsTask();
        await Floor.Clock.SomebodyWaitsAsync(slow, Cancellation);
        Floor.Clock.Pass(ContractFloor.WriteTimeout);
        var givenUp = await sending;
        Floor.Clock.Pass(slow);
        await Floor.TakenAsync(ticket);
        var again = await Floor.Broker.SubmitAsync(ticket, Cancellation);

        Assert.Equal((BrokerOutcome.NoAnswer, "TIMEOUT"), (givenUp.Outcome, givenUp.Code));
        Assert.Equal(BrokerOutcome.AlreadyExists, again.Outcome);
        Assert.Single((await Floor.Broker.OrdersAsync(Floor.Clock.GetUtcNow().AddDays(-1), Cancellation)).Value);
    }

    [Fact]
    public async Task Order_that_fills_in_parts_by_script_tells_each_of_them_and_the_next_one_fills_at_once()
    {
        Script(CapFills("40"), CapFills("off"));
        Floor.Minute(100);
        var parts = Floor.Ticket(BuyLimit(100, 100));
        await Floor.SendAsync(parts);
        Floor.Minute(100);
        var first = await Floor.HeardAsync(update => update.Fill is not null);
        var part = await Floor.OrderAsync(parts);
        Assert.Equal((OrderState.PartiallyFilled, 40m, 40m), (first.State!.Value, first.Fill!.Quantity, first.TotalFilled));
        Assert.Equal((OrderState.PartiallyFilled, 40m), (part.State!.Value, part.Filled));

        Floor.Minute(100);
        await Floor.HeardAsync(update => update.Fill is not null);
        Floor.Minute(100);
        var last = await Floor.HeardAsync(update => update.Fill is not null);

        Assert.Equal((OrderState.Filled, 20m, 100m), (last.State!.Value, last.Fill!.Quantity, last.TotalFilled));
        Assert.Equal([40m, 40m, 20m], (await Floor.OrderAsync(parts)).Fills.Select(fill => fill.Quantity));

        var whole = Floor.Ticket(BuyLimit(100, 100));
        await Floor.SendAsync(whole);
        Floor.Minute(100);
        Assert.Equal((OrderState.Filled, 1), (await Floor.OrderAsync(whole)) is var order ? (order.State!.Value, order.Fills.Length) : default);
        Assert.Equal(200, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Status_that_no_table_knows_concludes_nothing()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 90));
        var sent = await Floor.SendAsync(ticket);
        Script(FaultRule.Rewrite("find", "status", "SOMETHING_NEW", times: 0));

        var found = await Floor.OrderAsync(ticket.Id.Value, sent.BrokerOrderId);

        Assert.Null(found.State);
        Assert.Contains("SOMETHING_NEW", found.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fill_that_comes_after_the_cancel_is_told_all_the_same()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(BuyLimit(10, 100));
        var sent = await Floor.SendAsync(ticket);
        Script(FaultRule.On("cancel", FaultKind.FillLate));

        await Floor.Broker.CancelAsync(ticket.Id.Value, sent.BrokerOrderId, Cancellation);
        await Floor.HeardAsync(update => update.State == OrderState.Canceled);
        Floor.Minute(100);
        var late = await Floor.HeardAsync(update => update.Fill is not null);

        Assert.Equal(10, late.Fill!.Quantity);
        Assert.Equal(late.Fill.ExecutionId, Assert.Single((await Floor.OrderAsync(ticket)).Fills).ExecutionId);
        Assert.Equal(10, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Too_many_calls_are_answered_with_the_time_to_come_back()
    {
        var reset = Floor.Clock.GetUtcNow().AddSeconds(40);
        Script(FaultRule.Reply("submit", 429, """{"message":"too many requests."}""", ("X-RateLimit-Reset", $"{reset.ToUnixTimeSeconds()}"), ("Retry-After", "40")));
        Floor.Minute(100);

        var answer = await Floor.Broker.SubmitAsync(Floor.Ticket(BuyLimit(10, 90)), Cancellation);

        Assert.Equal(BrokerOutcome.Throttled, answer.Outcome);
        Assert.True(answer.RetryAt > Floor.Clock.GetUtcNow(), $"{answer.RetryAt:O}");
    }

    [Theory]
    [InlineData(500), InlineData(502), InlineData(503), InlineData(504)]
    public async Task Fault_of_the_broker_is_no_answer(int status)
    {
        Script(FaultRule.Reply("submit", status, "<html>out of order</html>"));
        Floor.Minute(100);

        Assert.Equal(BrokerOutcome.NoAnswer, (await Floor.Broker.SubmitAsync(Floor.Ticket(BuyLimit(10, 90)), Cancellation)).Outcome);
    }

    private static FaultRule CapFills(string shares) => new(FaultKind.CapFills) { Operation = "submit", Value = shares };

    private void Script(params FaultRule[] rules) => Floor.Faults!.Add(rules);
}
