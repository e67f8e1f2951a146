namespace Trading.Runtime.Exchange;

/// <summary>Finds orders by their ids, and forgets the ended ones in the order in which they ended.</summary>
internal sealed class OrderIndex(int retained, int retainedLater)
{
    private readonly Dictionary<string, ExchangeOrder> _byClientId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExchangeOrder> _byBrokerId = new(StringComparer.Ordinal);
    private readonly Queue<ExchangeOrder> _ended = [];

    public IEnumerable<ExchangeOrder> All => _byBrokerId.Values;

    public void Add(ExchangeOrder order)
    {
        _byClientId.Add(order.ClientOrderId, order);
        _byBrokerId.Add(order.BrokerOrderId, order);
    }

    public ExchangeOrder? Find(string clientOrderId, string? brokerOrderId = null) =>
        _byClientId.TryGetValue(clientOrderId, out var order) ? order
        : brokerOrderId is not null && _byBrokerId.TryGetValue(brokerOrderId, out order) ? order
        : null;

    /// <summary>Keeps an ended order for a while, and lets the oldest go.</summary>
    public void Retire(ExchangeOrder order)
    {
        _ended.Enqueue(order);
        while (_ended.Count > retained || (_ended.Count > retainedLater && _ended.Peek().UpdatedAt < order.UpdatedAt)) Forget(_ended.Dequeue());
    }

    private void Forget(ExchangeOrder order)
    {
        _byClientId.Remove(order.ClientOrderId);
        _byBrokerId.Remove(order.BrokerOrderId);
    }
}
