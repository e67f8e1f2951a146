using System.Collections.Concurrent;
using Alpaca.Markets;
using Trading.Orders;

namespace Trading.Alpaca.Orders;

/// <summary>Which of our orders Alpaca's attached orders are. Alpaca gives them ids of its own.</summary>
/// <remarks>
/// Learnt from every parent seen with its legs. Nothing is lost with the process: a parent's client order id is ours, and
/// its legs are told apart by their types, so that the names can be learnt again from a list of orders. An order that
/// Alpaca put in the place of a leg by itself goes by the leg's name.
/// </remarks>
internal sealed class LegNames
{
    // An account has a few hundred orders a day; names of long ended ones are asked for again.
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<Guid, string> _names = new();
    private readonly ConcurrentDictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    /// <summary>Our client order id of an order, or null when it is none of ours or not learnt yet.</summary>
    public string? Of(IOrder order) =>
        OrderId.TryParse(order.ClientOrderId, out _, out _, out _) ? order.ClientOrderId : _names.GetValueOrDefault(order.OrderId);

    /// <summary>Alpaca's id of an attached order, by our name for it.</summary>
    public Guid? IdOf(string clientOrderId) => _ids.TryGetValue(clientOrderId, out var id) ? id : null;

    public void Learn(Guid id, string clientOrderId)
    {
        if (_names.Count > Most) Forget();
        _names[id] = clientOrderId;
        _ids[clientOrderId] = id;
    }

    /// <summary>Learns the legs of a parent that was sent with a ticket.</summary>
    public void Learn(IOrder parent, AttachedPlan plan)
    {
        foreach (var leg in parent.Legs)
            if ((IsTarget(leg) ? plan.Target : plan.Stop) is { } ticket) Learn(leg.OrderId, ticket.Id.Value);
    }

    /// <summary>Learns the legs of a parent seen without its ticket: the entry's number is theirs too.</summary>
    public void Learn(IOrder parent)
    {
        if (parent.Legs.Count == 0 || !OrderId.TryParse(parent.ClientOrderId, out var id, out var trade, out var role) || role != OrderRole.Entry) return;
        var attempt = int.Parse(id.Value.AsSpan(id.Value.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
        foreach (var leg in parent.Legs)
        {
            if (OrderId.TryParse(leg.ClientOrderId, out _, out _, out _) || _names.ContainsKey(leg.OrderId)) continue;
            Learn(leg.OrderId, new OrderId(trade, IsTarget(leg) ? OrderRole.Target : OrderRole.Stop, attempt).Value);
        }
    }

    private static bool IsTarget(IOrder leg) => leg.OrderType == global::Alpaca.Markets.OrderType.Limit;

    private void Forget()
    {
        _names.Clear();
        _ids.Clear();
    }
}
