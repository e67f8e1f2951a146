using Trading.Agents.Ports;
using Trading.Orders;

namespace Trading.Runtime.Reconciliation;

/// <summary>Orders that ended alike here and at the broker: as long as the broker tells the same of one, it need not be looked up again.</summary>
internal sealed class AgreedOrders
{
    private Dictionary<string, (OrderState? State, decimal Filled)> _ended = new(StringComparer.Ordinal);

    public bool Contains(BrokerOrder order) => _ended.TryGetValue(order.BrokerOrderId, out var ended) && ended == (order.State, order.Filled);

    /// <summary>Notes those that agree, and forgets those that are not listed any more.</summary>
    public void Keep(IEnumerable<BrokerOrder> listed, IEnumerable<Order> known)
    {
        var ours = known.ToDictionary(order => order.Id);
        var ended = new Dictionary<string, (OrderState?, decimal)>(StringComparer.Ordinal);
        foreach (var order in listed)
            if (Contains(order) || (OrderId.TryParse(order.ClientOrderId, out var id, out _, out _) && ours.TryGetValue(id, out var here) && DoesAgree(order, here)))
                ended[order.BrokerOrderId] = (order.State, order.Filled);
        _ended = ended;
    }

    private static bool DoesAgree(BrokerOrder there, Order here) =>
        there.State is { } state && state.IsEnded() && here.State == state && here.Filled == there.Filled && here is { MissesFills: false, Pending: null };
}
