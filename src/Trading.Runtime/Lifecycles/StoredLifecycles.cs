using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Runtime.Reconciliation;
using Trading.Trades;

namespace Trading.Runtime.Lifecycles;

/// <summary>Drives trades and orders that are kept in a shared store: a step loads those it is about, and saves what became of them.</summary>
/// <remarks>
/// Keeps nothing from one message to the next, so that any number of copies may run in as many processes, and any of them may die:
/// what two of them decide on the same trade at once meets another version in the second, which decides again.
/// </remarks>
public sealed class StoredLifecycles(IStateStore store, TradeSettings settings) : IAgent, ILifecycleArchive
{
    private const string TradeKind = "trade";
    private const string OrderKind = "order";

    private readonly Dictionary<TradeId, (Trade Trade, long Version)> _trades = [];
    private readonly Dictionary<OrderId, (Order Order, long Version)> _orders = [];
    private readonly HashSet<TradeId> _changedTrades = [];
    private readonly HashSet<OrderId> _changedOrders = [];

    private static StateKey IndexKey { get; } = new("lifecycles", "live");

    public string Name => LifecycleRouting.Name;

    public ImmutableArray<EventPattern> Hears => LifecycleRouting.Hears;

    public static async ValueTask<LifecycleIndex> IndexAsync(IStepStore store, CancellationToken cancellation) =>
        (await store.LoadAsync<LifecycleIndex>(IndexKey, cancellation)).Value ?? LifecycleIndex.Empty;

    /// <summary>The order, or null when it was never placed.</summary>
    public static async ValueTask<Order?> FindAsync(IStepStore store, OrderId id, CancellationToken cancellation) =>
        (await store.LoadAsync<Order>(KeyOf(id), cancellation)).Value;

    /// <summary>The trade, or null when it never began.</summary>
    public static async ValueTask<Trade?> FindAsync(IStepStore store, TradeId id, CancellationToken cancellation) =>
        (await store.LoadAsync<Trade>(KeyOf(id), cancellation)).Value;

    /// <summary>The trades and orders that have not ended.</summary>
    public static async ValueTask<LifecyclesSeen> LiveAsync(IStepStore store, CancellationToken cancellation)
    {
        var index = await IndexAsync(store, cancellation);
        var trades = await Task.WhenAll(index.Trades.Select(live => FindAsync(store, live.Id, cancellation).AsTask()));
        var orders = await Task.WhenAll(index.Orders.Select(live => FindAsync(store, live.Id, cancellation).AsTask()));
        return new LifecyclesSeen([.. trades.OfType<Trade>()], [.. orders.OfType<Order>()], Unseen: 0);
    }

    /// <exception cref="InvalidOperationException">The message is about an order that its trade has placed and that has not begun: it comes again when it has.</exception>
    public async ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        if (LifecycleRouting.TargetOf(message) is not { } target) return;
        Forget();
        var lifecycles = new InMemoryLifecycles(settings, archive: this);
        if (target.Order is { } order) await LoadAsync(lifecycles, order, cancellation);
        else if (target.Trade is { } trade) await LoadAsync(lifecycles, trade, cancellation);
        else
            foreach (var live in (await LoadIndexAsync(cancellation)).Index.Trades) await LoadAsync(lifecycles, live.Id, cancellation);

        await lifecycles.HandleAsync(message, outbox, cancellation);
        if (lifecycles.Unclaimed > 0 && target.Order is { } early) await ThrowWherePlacedAsync(early, message, cancellation);
        await SaveAsync(cancellation);
    }

    /// <summary>Says the messages that wake those whose time has come by the outbox's time.</summary>
    public async ValueTask SayWakesAsync(Outbox outbox, CancellationToken cancellation)
    {
        var (index, version) = await LoadIndexAsync(cancellation);
        if (!(index.NextWake() <= outbox.Time)) return;
        foreach (var live in index.Orders.Where(live => live.Due <= outbox.Time))
            if ((await store.LoadAsync<Order>(KeyOf(live.Id), cancellation)).Value is { } order) Say(LifecycleMessages.Wake(order, outbox.Time), outbox);
        foreach (var live in index.Trades.Where(live => live.Due <= outbox.Time))
            if ((await store.LoadAsync<Trade>(KeyOf(live.Id), cancellation)).Value is { } trade) Say(LifecycleMessages.Wake(trade, outbox.Time), outbox);
        await store.TrySaveAsync(IndexKey, index.Woken(outbox.Time), version, cancellation);
    }

    /// <summary>All that a message is about is in memory before it is handled.</summary>
    Trade? ILifecycleArchive.Find(TradeId id, out ImmutableArray<Order> orders)
    {
        orders = [];
        return null;
    }

    void ILifecycleArchive.OnChanged(Trade? before, Trade after)
    {
        if (ReferenceEquals(before, after)) return;
        _trades[after.Id] = (after, _trades.GetValueOrDefault(after.Id).Version);
        _changedTrades.Add(after.Id);
    }

    void ILifecycleArchive.OnChanged(Order? before, Order after)
    {
        if (ReferenceEquals(before, after)) return;
        _orders[after.Id] = (after, _orders.GetValueOrDefault(after.Id).Version);
        _changedOrders.Add(after.Id);
    }

    private static void Say(Message wake, Outbox outbox) => outbox.SayOnce(wake.Id, wake.Name, wake.Subject, wake.Scope, wake.Data);

    private static StateKey KeyOf(TradeId id) => new(TradeKind, id.Value);

    private static StateKey KeyOf(OrderId id) => new(OrderKind, id.Value);

    private void Forget()
    {
        _trades.Clear();
        _orders.Clear();
        _changedTrades.Clear();
        _changedOrders.Clear();
    }

    private async ValueTask<(LifecycleIndex Index, long Version)> LoadIndexAsync(CancellationToken cancellation)
    {
        var (index, version) = await store.LoadAsync<LifecycleIndex>(IndexKey, cancellation);
        return (index ?? LifecycleIndex.Empty, version);
    }

    private async ValueTask LoadAsync(InMemoryLifecycles lifecycles, TradeId id, CancellationToken cancellation)
    {
        if (await store.LoadAsync<Trade>(KeyOf(id), cancellation) is not { Value: { } trade } known) return;
        _trades[id] = (trade, known.Version);
        lifecycles.Put(trade, []);
    }

    private async ValueTask LoadAsync(InMemoryLifecycles lifecycles, OrderId id, CancellationToken cancellation)
    {
        if (await store.LoadAsync<Order>(KeyOf(id), cancellation) is not { Value: { } order } known) return;
        _orders[id] = (order, known.Version);
        lifecycles.Put(order);
    }

    /// <summary>An order may begin in another copy after the broker's news of it has come here.</summary>
    private async ValueTask ThrowWherePlacedAsync(OrderId id, Message message, CancellationToken cancellation)
    {
        if (OrderId.TryParse(id.Value, out _, out var tradeId, out _)
            && (await store.LoadAsync<Trade>(KeyOf(tradeId), cancellation)).Value is { } trade && trade.Orders.Any(order => order.Id == id))
            throw new InvalidOperationException($"{id} has been placed and has not begun; {message.Name} comes again when it has.");
    }

    private async ValueTask SaveAsync(CancellationToken cancellation)
    {
        if (_changedTrades.Count == 0 && _changedOrders.Count == 0) return;
        var (before, version) = await LoadIndexAsync(cancellation);
        var index = before;
        foreach (var id in _changedTrades)
        {
            var (trade, expected) = _trades[id];
            index = index.With(trade);
            await store.TrySaveAsync(KeyOf(id), trade, expected, cancellation);
        }
        foreach (var id in _changedOrders)
        {
            var (order, expected) = _orders[id];
            index = index.With(order);
            await store.TrySaveAsync(KeyOf(id), order, expected, cancellation);
        }
        if (!ReferenceEquals(index, before)) await store.TrySaveAsync(IndexKey, index, version, cancellation);
    }
}
