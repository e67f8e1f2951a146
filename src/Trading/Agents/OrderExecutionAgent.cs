using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;

namespace Trading.Agents;

/// <summary>Carries orders to the brokers and brings back what became of them.</summary>
/// <remarks>
/// Holds nothing: the broker is the truth. A submit that may have been sent before is looked up first. What the broker did
/// not answer is left open; the order's lifecycle asks again. News gets its id from order, kind and execution, so that
/// hearing it from the stream and from a sweep makes one message.
/// </remarks>
public sealed class OrderExecutionAgent : IAgent
{
    private readonly Dictionary<string, IBroker> _brokers;
    private readonly IOpeningGate _gate;

    public OrderExecutionAgent(IEnumerable<IBroker> brokers, IOpeningGate gate)
    {
        _brokers = brokers.ToDictionary(broker => broker.Account, StringComparer.Ordinal);
        _gate = gate;
    }

    public string Name => "orders";

    public ImmutableArray<EventPattern> Hears { get; } =
        [EventNames.SubmitRequested, EventNames.CancelRequested, EventNames.ReplaceRequested, EventNames.StatusRequested];

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        if (!_brokers.TryGetValue(message.Scope.Account, out var broker))
            throw new InvalidOperationException($"No broker is configured for account '{message.Scope.Account}', which {message.Name} for {message.Subject} names.");
        return message.Data switch
        {
            SubmitRequested request => SubmitAsync(broker, request, outbox, cancellation),
            CancelRequested request => CancelAsync(broker, request, message.Scope, outbox, cancellation),
            ReplaceRequested request => ReplaceAsync(broker, request, message.Scope, outbox, cancellation),
            StatusRequested request => LookUpAsync(broker, request, message.Scope, outbox, cancellation),
            _ => ValueTask.CompletedTask,
        };
    }

    /// <summary>Says what the broker's stream tells. News of orders that are not ours is left to reconciliation.</summary>
    /// <returns>Whether the order is ours.</returns>
    public static bool OnUpdate(string account, BrokerUpdate update, Outbox outbox)
    {
        if (!OrderId.TryParse(update.ClientOrderId, out var id, out var trade, out _)) return false;
        BrokerNews.Say(id, trade.ScopeIn(account), update, outbox);
        return true;
    }

    /// <summary>The same, for a host that knows the order.</summary>
    public static void OnUpdate(Order known, BrokerUpdate update, Outbox outbox) => BrokerNews.Say(known.Id, known.Ticket.Scope, update, outbox);

    /// <summary>Asks a broker for its orders and says how ours stand: what finds the news that a stream missed.</summary>
    /// <returns>Whether the broker answered. Where not, a later sweep is to ask from the same time on.</returns>
    public async ValueTask<bool> SweepAsync(string account, DateTimeOffset since, Outbox outbox, CancellationToken cancellation)
    {
        var answer = await _brokers[account].OrdersAsync(since, cancellation);
        if (!answer.IsDone) return false;
        foreach (var order in answer.Value) OnFound(account, order, outbox);
        return true;
    }

    /// <summary>Says how an order stands that the broker was found to have. One that is not ours is passed over.</summary>
    /// <param name="known">The order as it is here, where that is known: what it has booked is not said again.</param>
    public static void OnFound(string account, BrokerOrder order, Outbox outbox, Order? known = null)
    {
        if (OrderId.TryParse(order.ClientOrderId, out var id, out var trade, out _)) BrokerNews.Say(id, trade.ScopeIn(account), order, outbox, known);
    }

    private async ValueTask SubmitAsync(IBroker broker, SubmitRequested request, Outbox outbox, CancellationToken cancellation)
    {
        var ticket = request.Ticket;
        if (request.IsRetry && await MayBeThereAsync(broker, ticket, outbox, cancellation)) return;
        if (ticket.Problem() is { } problem)
        {
            Refuse(ticket, RejectionCodes.InvalidOrder, problem, outbox);
            return;
        }
        // Approved long ago and held up on its way: the price and the limits it was approved for are of another time.
        if (ticket.SendBy < outbox.Time)
        {
            await RefuseAsync(broker, request, RejectionCodes.TooLate, $"it was to be sent by {ticket.SendBy:u}", outbox, cancellation);
            return;
        }
        if (ticket.Terms.Side.IsOpening() && await _gate.ClosedBecauseAsync(ticket.Scope, cancellation) is { } closed)
        {
            await RefuseAsync(broker, request, RejectionCodes.TradingHalted, closed, outbox, cancellation);
            return;
        }
        var answer = await broker.SubmitAsync(ticket, cancellation);
        switch (answer.Outcome)
        {
            case BrokerOutcome.Done or BrokerOutcome.AlreadyExists when answer.Value is { } order:
                Tell(ticket, order, outbox);
                break;
            case BrokerOutcome.AlreadyExists:
                await MayBeThereAsync(broker, ticket, outbox, cancellation);
                break;
            case BrokerOutcome.Refused:
                await RefuseAsync(broker, request, answer.Code, answer.Reason, outbox, cancellation);
                break;
            case BrokerOutcome.NoAnswer:
                outbox.Say(EventNames.OrderSubmitted, ticket.Id.Value, ticket.Scope, new OrderSubmitted(ticket.Id, null));
                break;
            default:
                break; // it was not sent: the lifecycle asks again
        }
    }

    /// <summary>Looks an order up and tells what is found.</summary>
    /// <returns>Whether the broker has it, or did not say.</returns>
    private static async ValueTask<bool> MayBeThereAsync(IBroker broker, OrderTicket ticket, Outbox outbox, CancellationToken cancellation)
    {
        var found = await broker.FindAsync(ticket.Id.Value, null, cancellation);
        if (found.Value is { } known) Tell(ticket, known, outbox);
        return found.Outcome != BrokerOutcome.NotFound;
    }

    /// <summary>
    /// Rejects what the broker surely does not have. A first request that is handed over again after a crash may meet a gate that
    /// has closed since, or be refused for the very order that it made.
    /// </summary>
    private static async ValueTask RefuseAsync(
        IBroker broker, SubmitRequested request, string code, string reason, Outbox outbox, CancellationToken cancellation)
    {
        if (request.IsRetry || !await MayBeThereAsync(broker, request.Ticket, outbox, cancellation)) Refuse(request.Ticket, code, reason, outbox);
    }

    private static async ValueTask CancelAsync(IBroker broker, CancelRequested request, Scope scope, Outbox outbox, CancellationToken cancellation)
    {
        var answer = await broker.CancelAsync(request.ClientOrderId, request.BrokerOrderId, cancellation);
        await SayChangeAsync(broker, answer, OrderChange.Cancel, request.OrderId, request.ClientOrderId, request.BrokerOrderId, scope, outbox, cancellation);
    }

    private static async ValueTask ReplaceAsync(IBroker broker, ReplaceRequested request, Scope scope, Outbox outbox, CancellationToken cancellation)
    {
        var answer = await broker.ReplaceAsync(request.ClientOrderId, request.BrokerOrderId, request.NewClientOrderId, request.Terms, cancellation);
        if (answer.Outcome is BrokerOutcome.NoLongerOpen or BrokerOutcome.NotFound or BrokerOutcome.Refused or BrokerOutcome.AlreadyExists && !answer.HasValue)
        {
            // It may be this very replacement, asked for before a crash and done: then what it replaced is gone, however the broker puts that.
            var found = await broker.FindAsync(request.NewClientOrderId, null, cancellation);
            if (found.Value is { } made) answer = BrokerAnswers.AlreadyExists(made);
            else if (found.Outcome != BrokerOutcome.NotFound) return; // that is not known: when its time is up the order asks again
        }
        // One that was asked for late leads to the later one that works by now, which is told under its own name.
        if (answer is { Outcome: BrokerOutcome.Done or BrokerOutcome.AlreadyExists, Value: { } replaced }
            && request.OrderId.ReplacementOf(replaced.ClientOrderId) <= request.OrderId.ReplacementOf(request.NewClientOrderId))
            answer = answer with { Value = replaced with { ClientOrderId = request.NewClientOrderId } };
        await SayChangeAsync(broker, answer, OrderChange.Replace, request.OrderId, request.ClientOrderId, request.BrokerOrderId, scope, outbox, cancellation);
    }

    private static async ValueTask SayChangeAsync(
        IBroker broker, BrokerAnswer<BrokerOrder> answer, OrderChange change, OrderId id, string clientOrderId, string? brokerOrderId,
        Scope scope, Outbox outbox, CancellationToken cancellation)
    {
        if (answer.Outcome is BrokerOutcome.NoLongerOpen or BrokerOutcome.AlreadyExists && !answer.HasValue)
            answer = await broker.FindAsync(clientOrderId, brokerOrderId, cancellation) with { Outcome = answer.Outcome };
        if (answer.Value is { } order) BrokerNews.Say(id, scope, order, outbox);
        if (answer.Outcome is BrokerOutcome.NotFound or BrokerOutcome.Refused or BrokerOutcome.NoLongerOpen)
            outbox.Say(EventNames.OrderChangeRefused, id.Value, scope, new OrderChangeRefused(id, change, answer.Outcome.ToString(), answer.Reason));
    }

    private static async ValueTask LookUpAsync(IBroker broker, StatusRequested request, Scope scope, Outbox outbox, CancellationToken cancellation)
    {
        var answer = await broker.FindAsync(request.ClientOrderId, request.BrokerOrderId, cancellation);
        if (answer.Value is { } order) BrokerNews.Say(request.OrderId, scope, order, outbox);
    }

    private static void Tell(OrderTicket ticket, BrokerOrder order, Outbox outbox)
    {
        outbox.Say(EventNames.OrderSubmitted, ticket.Id.Value, ticket.Scope, new OrderSubmitted(ticket.Id, order.BrokerOrderId));
        BrokerNews.Say(ticket.Id, ticket.Scope, order, outbox);
        foreach (var leg in order.Legs)
            if (LegOf(ticket, leg) is { } attached) BrokerNews.Say(attached.Id, attached.Scope, leg, outbox);
    }

    /// <summary>A broker that names legs by itself is understood by their prices: the target is the limit order.</summary>
    private static OrderTicket? LegOf(OrderTicket ticket, BrokerOrder leg)
    {
        foreach (var attached in ticket.Attached)
            if (attached.Id.Value == leg.ClientOrderId) return attached;
        foreach (var attached in ticket.Attached)
            if (attached.Terms.Type == leg.Terms.Type) return attached;
        return null;
    }

    private static void Refuse(OrderTicket ticket, string code, string reason, Outbox outbox) =>
        outbox.Say(EventNames.OrderRejected, ticket.Id.Value, ticket.Scope, new OrderRejected(ticket.Id, code, reason));
}
