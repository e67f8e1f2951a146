using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Tests.Lifecycles;

/// <summary>A broker that does by the dice what brokers do: answers lost before and after the deed, orders that die, fills in parts and too late.</summary>
/// <remarks>It sizes attached orders, cancels the other side of a pair, and refuses to sell what another order is to sell.</remarks>
internal sealed class ModelBroker(Dice dice, bool isRough) : IBroker
{
    private static readonly Price Hundred = Price.Parse("100");

    private readonly Dictionary<string, ModelOrder> _byClientId = [];
    private int _executions;

    public string Account => "paper";
    public List<ModelOrder> Orders { get; } = [];

    /// <summary>Shares with their sign.</summary>
    public decimal Position { get; private set; }

    /// <summary>Dollars paid in, and out.</summary>
    public decimal Cash { get; private set; }

    /// <summary>How often more was to be sold than was there.</summary>
    public int Unavailable { get; private set; }

    /// <summary>News that the stream has not brought yet.</summary>
    public List<BrokerUpdate> News { get; } = [];

    public bool HasFaults { get; set; } = true;

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation)
    {
        if (_byClientId.TryGetValue(ticket.Id.Value, out var there))
            return new(dice.Bad(3) ? Fails(BrokerOutcome.AlreadyExists) : BrokerAnswers.AlreadyExists(Show(there)));
        if (Bad(8)) return new(Fails(BrokerOutcome.Throttled));
        if (Bad(8)) return new(Fails(BrokerOutcome.NoAnswer));
        if (isRough && Bad(12)) return new(BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.BrokerRefused, "no"));
        if (ticket.Terms.Quantity > Available(ticket))
        {
            Unavailable++;
            return new(BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.QuantityUnavailable, "not there"));
        }
        var order = Take(ticket);
        return new(Bad(6) ? Fails(BrokerOutcome.NoAnswer) : BrokerAnswers.Done(Show(order)));
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        if (Bad(8)) return new(Fails(BrokerOutcome.NoAnswer));
        if (Find(clientOrderId, brokerOrderId) is not { } order) return new(Fails(BrokerOutcome.NotFound));
        if (order.IsOver) return new(Fails(BrokerOutcome.NoLongerOpen));
        if (Bad(12)) return new(Fails(BrokerOutcome.Refused));
        if (Bad(3)) order.IsBeingCanceled = true;
        else End(order, OrderState.Canceled);
        return new(Bad(8) ? Fails(BrokerOutcome.NoAnswer) : BrokerAnswers.Done(Show(order)));
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation)
    {
        if (Bad(8)) return new(Fails(BrokerOutcome.NoAnswer));
        if (_byClientId.TryGetValue(newClientOrderId, out var made)) return new(BrokerAnswers.AlreadyExists(Show(made)));
        if (Find(clientOrderId, brokerOrderId) is not { } order) return new(Fails(BrokerOutcome.NotFound));
        if (order.IsOver || order.IsBeingCanceled) return new(Fails(BrokerOutcome.NoLongerOpen));
        if (Bad(8)) return new(Fails(BrokerOutcome.Refused));
        var next = Add(order.Ticket, newClientOrderId);
        (next.State, next.Filled, next.Parent, next.Other) = (order.State, order.Filled, order.Parent, order.Other);
        next.Fills.AddRange(order.Fills);
        next.Terms = order.Parent is null ? terms : terms with { Quantity = order.Terms.Quantity };
        if (order.Other is { } other) other.Other = next;
        order.ReplacedBy = next.BrokerOrderId;
        Tell(next, null, null, next.Terms);
        return new(Bad(6) ? Fails(BrokerOutcome.NoAnswer) : BrokerAnswers.Done(Show(next)));
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        new(Bad(8) ? Fails(BrokerOutcome.NoAnswer)
            : Find(clientOrderId, brokerOrderId) is { } order ? BrokerAnswers.Done(Show(order))
            : Fails(BrokerOutcome.NotFound));

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
        new(BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([.. Orders.Select(Show)]));

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Something happens to one of the orders, or nothing.</summary>
    public string Happen()
    {
        if (Orders.Count == 0) return "";
        var order = Orders[dice.Roll(Orders.Count)];
        var before = $"{order.State} {order.Filled}";
        if (order.IsLive) Happen(order);
        else if (isRough && order is { ReplacedBy: null, State: OrderState.Canceled or OrderState.Expired, Remaining: > 0 } && order.Parent is not { Filled: 0 } && dice.Bad(4))
            Execute(order, 1 + dice.Roll((int)order.Remaining)); // late
        return $"    at the broker {order.ClientOrderId} {order.Terms.Quantity}: {before} to {order.State} {order.Filled}, position {Position}";
    }

    private void Happen(ModelOrder order)
    {
        switch (dice.Roll(8))
        {
            case 5 when order.Filled == 0 && order.Ticket.Parent is null && !order.IsBeingCanceled:
                End(order, OrderState.Rejected);
                break;
            case 6:
                End(order, OrderState.Expired);
                break;
            case 7:
                End(order, OrderState.Canceled);
                break;
            default:
                Execute(order, 1 + dice.Roll((int)order.Remaining));
                break;
        }
    }

    /// <summary>Without faults: what was to be canceled is, and what takes the market's price trades.</summary>
    public void Settle()
    {
        for (var i = 0; i < Orders.Count; i++)
        {
            var order = Orders[i];
            if (order is { IsBeingCanceled: true, IsOver: false }) End(order, OrderState.Canceled);
            else if (order is { IsLive: true, Terms.Type: OrderType.Market }) Execute(order, order.Remaining);
        }
    }

    private void Execute(ModelOrder order, decimal quantity)
    {
        if (!order.Ticket.Terms.Side.IsOpening() && !isRough)
            quantity = Math.Min(quantity, order.Terms.Side.IsBuy() ? -Position : Position);
        if (quantity <= 0) return;
        var fill = new Fill($"x{++_executions}", order.Terms.Side, quantity, Hundred, 0, default);
        order.Fills.Add(fill);
        order.Filled += quantity;
        Position += fill.SignedQuantity;
        Cash -= fill.SignedQuantity * Hundred;
        if (order.Remaining <= 0) order.State = OrderState.Filled;
        else if (!order.State.IsEnded()) order.State = OrderState.PartiallyFilled;
        Tell(order, order.State, fill, null);
        if (order.Parent is { IsOver: false } parent) End(parent, OrderState.Canceled);
        foreach (var leg in Legs(order)) Grow(leg, order.Filled);
        if (order.Other is { IsOver: false } other) Shrink(other, quantity);
    }

    private void Grow(ModelOrder leg, decimal quantity)
    {
        if (leg.IsOver) return;
        leg.Terms = leg.Terms with { Quantity = quantity };
        if (leg.State == OrderState.PendingSubmission)
        {
            leg.State = OrderState.Accepted;
            Tell(leg, OrderState.Accepted, null, null);
        }
        Tell(leg, null, null, leg.Terms);
    }

    private void Shrink(ModelOrder other, decimal quantity)
    {
        if (other.Remaining <= quantity)
        {
            if (isRough && dice.Bad(6)) other.IsBeingCanceled = true; // both sides may trade before the broker sees
            else End(other, OrderState.Canceled);
            return;
        }
        other.Terms = other.Terms with { Quantity = other.Terms.Quantity - quantity };
        Tell(other, null, null, other.Terms);
    }

    private void End(ModelOrder order, OrderState state)
    {
        order.State = state;
        Tell(order, state, null, null);
        if (order.Filled > 0) return;
        foreach (var leg in Legs(order))
            if (!leg.IsOver) End(leg, OrderState.Canceled);
    }

    private ModelOrder Take(OrderTicket ticket)
    {
        var order = Add(ticket, ticket.Id.Value);
        foreach (var attached in ticket.Attached) Add(attached, attached.Id.Value).Parent = order;
        var legs = Legs(order).ToArray();
        if (legs.Length == 2) (legs[0].Other, legs[1].Other) = (legs[1], legs[0]);
        if (OtherSide(ticket) is { } other) (order.Other, other.Other) = (other, order);
        order.State = OrderState.Accepted;
        Tell(order, OrderState.Accepted, null, null);
        return order;
    }

    private ModelOrder Add(OrderTicket ticket, string clientOrderId)
    {
        var order = new ModelOrder(ticket, clientOrderId, $"B{Orders.Count + 1}");
        Orders.Add(order);
        _byClientId.Add(clientOrderId, order);
        return order;
    }

    private decimal Available(OrderTicket ticket)
    {
        if (ticket.Terms.Side.IsOpening()) return decimal.MaxValue;
        var held = ticket.Terms.Side.IsBuy() ? -Position : Position;
        var paired = OtherSide(ticket);
        foreach (var order in Orders)
            if (order.IsLive && order.Terms.Side == ticket.Terms.Side && order != paired && (order.Other is not { IsLive: true } other || Orders.IndexOf(order) < Orders.IndexOf(other)))
                held -= order.Remaining;
        return held;
    }

    private ModelOrder? OtherSide(OrderTicket ticket) =>
        ticket is { Parent: null, Link: { } link } ? Orders.Find(order => order.IsLive && order.Ticket.Id == link) : null;

    private IEnumerable<ModelOrder> Legs(ModelOrder order)
    {
        foreach (var leg in Orders.ToArray())
            if (leg.Parent == order && leg.ReplacedBy is null) yield return leg;
    }

    private ModelOrder? Find(string clientOrderId, string? brokerOrderId) =>
        _byClientId.TryGetValue(clientOrderId, out var order) ? order : Orders.Find(there => there.BrokerOrderId == brokerOrderId);

    private BrokerOrder Show(ModelOrder order) => order.ToBrokerOrder(Legs(order));

    private void Tell(ModelOrder order, OrderState? state, Fill? fill, OrderTerms? terms) =>
        News.Add(new BrokerUpdate(order.ClientOrderId, order.BrokerOrderId, state, fill, order.Filled, terms, "", default));

    private bool Bad(int outOf) => HasFaults && dice.Bad(outOf);

    private static BrokerAnswer<BrokerOrder> Fails(BrokerOutcome outcome) => BrokerAnswers.Failed<BrokerOrder>(outcome, "", "no");
}
