using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Messages;
using Trading.Orders;

namespace Trading.BrokerContract.Errors;

/// <summary>Section 5 of the design over the wire: each row from the broker's answer to what the breaker, the client and the desk make of it.</summary>
public abstract class ErrorTableTests
{
    private static readonly OrderTerms Other = ContractFloor.BuyLimit(10, 91);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<WiredFloor> OpenAsync();

    protected async Task AssertAsync(ErrorRow row)
    {
        await using var floor = await OpenAsync();
        floor.Minute(100);
        var ticket = floor.Ticket(ContractFloor.BuyLimit(10, 90));
        await floor.Broker.AccountAsync(Cancellation); // what is asked for once has been asked for
        var id = row.Asked is "submit" && !row.IsThere || row.Asked is "account" ? null : (await floor.SendAsync(ticket)).BrokerOrderId;
        await row.Before(floor);
        await FailOnceAsync(floor);
        var (sent, counted) = (floor.Server.Calls.Count, await CountAsync(floor, row.Is));
        floor.Faults!.Set(row.Answers);
        var now = floor.Clock.GetUtcNow();

        var desk = new Noting(floor.Broker);
        var said = await AskAsync(desk, row.Asked, ticket, id, now);

        var first = desk.Answers[0];
        Assert.Equal((row.Outcome, row.Code ?? first.Code), (first.Outcome, first.Code));
        Assert.Equal(row.RetryAfter, first.RetryAt is { } at ? at - now : null);
        Assert.Equal(row.Sent, floor.Server.Calls.Skip(sent).Count(call => call.StartsWith($"{row.Asked} ", StringComparison.Ordinal)));
        var breaker = await floor.Breakers.StatusAsync(floor.Breaker, Cancellation);
        Assert.Equal((row.Breaker, row.IsLatched), (breaker.State, breaker.IsOpenUntilReset));
        if (row.Breaker == BreakerState.Closed) Assert.Equal(row.InARow, breaker.FailuresInARow);
        if (row.Is is not null) Assert.True(await CountAsync(floor, row.Is) > counted, $"the breaker counted no {row.Is}");
        Assert.Equal((row.Alerts, row.Halts), (!floor.Alarms.IsEmpty, floor.Alarms.Any(alarm => alarm.HaltsTrading)));
        Assert.Equal(row.Says, said.Select(message => message.Name.Value));
        if (said is [{ Data: OrderRejected rejected }]) Assert.Contains(row.Reason, rejected.Reason, StringComparison.Ordinal);
        if (row is { Asked: "submit", Outcome: BrokerOutcome.NoAnswer }) await AssertLookedUpFirstAsync(floor, desk, ticket);
    }

    /// <summary>An order without an answer is asked for before it is sent again, and is one order in the end.</summary>
    private static async Task AssertLookedUpFirstAsync(WiredFloor floor, Noting desk, OrderTicket ticket)
    {
        floor.Faults!.Clear();
        var isThere = floor.Account.Orders.Count > 0;
        var sent = floor.Server.Calls.Count;
        await new OrderExecutionAgent([desk], new Open()).HandleAsync(
            Of(floor.Clock.GetUtcNow(), EventNames.SubmitRequested, ticket, new SubmitRequested(ticket, IsRetry: true)), Begun(floor.Clock.GetUtcNow()), Cancellation);

        var calls = floor.Server.Calls.Skip(sent).Select(call => call[..call.IndexOf(' ', StringComparison.Ordinal)]).ToArray();
        Assert.Contains(calls[0], new[] { "find", "orders" });
        Assert.Equal(!isThere, calls.Contains("submit"));
        Assert.Single(floor.Account.Orders);
    }

    private static async Task<IReadOnlyList<Message>> AskAsync(Noting desk, string asked, OrderTicket ticket, string? id, DateTimeOffset now)
    {
        var outbox = Begun(now);
        var agent = new OrderExecutionAgent([desk], new Open());
        var name = ticket.Id.Value;
        switch (asked)
        {
            case "submit":
                await agent.HandleAsync(Of(now, EventNames.SubmitRequested, ticket, new SubmitRequested(ticket, IsRetry: false)), outbox, Cancellation);
                break;
            case "cancel":
                await agent.HandleAsync(Of(now, EventNames.CancelRequested, ticket, new CancelRequested(ticket.Id, name, id, "a test")), outbox, Cancellation);
                break;
            case "replace":
                await agent.HandleAsync(Of(now, EventNames.ReplaceRequested, ticket, new ReplaceRequested(ticket.Id, name, id, ticket.Id.ClientOrderId(1), Other)), outbox, Cancellation);
                break;
            case "find":
                await agent.HandleAsync(Of(now, EventNames.StatusRequested, ticket, new StatusRequested(ticket.Id, name, id)), outbox, Cancellation);
                break;
            default:
                await desk.AccountAsync(Cancellation);
                break;
        }
        return [.. outbox.Messages];
    }

    private static Outbox Begun(DateTimeOffset now)
    {
        var outbox = new Outbox("orders");
        outbox.Begin(MessageId.From("a row of the error table"), now);
        return outbox;
    }

    private static Message Of(DateTimeOffset now, EventName name, OrderTicket ticket, Payload data) => Message.First(MessageId.From("asked"), name, "test", now, ticket.Id.Value, ticket.Scope, data);

    /// <summary>One failure more than none, so that an answer, a failure and one that opens at once are told apart.</summary>
    private static async Task FailOnceAsync(WiredFloor floor)
    {
        var now = floor.Clock.GetUtcNow();
        var permit = await floor.Breakers.EnterAsync(floor.Breaker, now, Cancellation);
        await floor.Breakers.RecordAsync(floor.Breaker, permit, new BreakerOutcome(BreakerEffect.Count, BrokerFailure.Ambiguous, "before"), now, Cancellation);
    }

    private static async Task<long> CountAsync(WiredFloor floor, BrokerFailure? failure) =>
        failure is { } kind ? (await floor.Breakers.StatusAsync(floor.Breaker, Cancellation)).Statistics.Failures.GetValueOrDefault(kind) : 0;

    private sealed class Open : IOpeningGate
    {
        public ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation) => new((string?)null);
    }
}
