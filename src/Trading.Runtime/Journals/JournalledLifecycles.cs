using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Trades;

namespace Trading.Runtime.Journals;

/// <summary>The lifecycles of a desk whose journal keeps what they were told: recovered by being told again.</summary>
/// <remarks>
/// What a trade is after a restart is what the same code makes of the same messages at the same times. Trades that have ended
/// are forgotten in memory and found in the snapshot when late news comes. For one copy, on one thread; give
/// <see cref="Current"/> to the runner, which makes an agent anew after a step that was not stored.
/// </remarks>
public sealed class JournalledLifecycles : IAgent, IJournalledAgent, ILifecycleArchive
{
    private const string TradeKind = "trade";
    private const string EndedKind = "ended";
    private const string OrderKind = "order";

    /// <summary>Where the journal keeps what trades begin with, so that a change of the configuration does not change the past.</summary>
    public static StateKey SettingsKey { get; } = new("settings", "trades");

    private readonly InMemoryLifecycles _lifecycles;
    private readonly Lock _lock = new();
    private readonly List<(Trade? Before, Trade After)> _tradesOfStep = [];
    private readonly List<(Order? Before, Order After)> _ordersOfStep = [];
    private readonly Dictionary<TradeId, Trade> _changedTrades = [];
    private readonly Dictionary<OrderId, Order> _changedOrders = [];
    private IJournalFile? _file;

    public JournalledLifecycles(TradeSettings settings, ILifecycleObserver? observer = null) =>
        _lifecycles = new InMemoryLifecycles(settings, observer, this);

    public string Name => LifecycleRouting.Name;

    public ImmutableArray<EventPattern> Hears => LifecycleRouting.Hears;

    public IReadOnlyCollection<Trade> Trades => _lifecycles.Trades;

    public IReadOnlyCollection<Order> Orders => _lifecycles.Orders;

    /// <summary>Trades that have not ended.</summary>
    public int LiveTrades => _lifecycles.LiveTrades;

    /// <summary>Events whose lifecycle never began.</summary>
    public long Unclaimed => _lifecycles.Unclaimed;

    public DateTimeOffset? NextWake => _lifecycles.NextWake;

    /// <summary>The trades of the newest snapshot that have ended, by id.</summary>
    public static IEnumerable<Trade> EndedIn(IJournalFile file) => file.Items(EndedKind).Select(item => Read<Trade>(item.Value!));

    /// <summary>The trades of the newest snapshot that have not ended.</summary>
    public static IEnumerable<Trade> LiveIn(IJournalFile file) => file.Items(TradeKind).Select(item => Read<Trade>(item.Value!));

    /// <summary>These lifecycles without what a step did that was not stored.</summary>
    public JournalledLifecycles Current()
    {
        lock (_lock)
        {
            for (var i = _ordersOfStep.Count - 1; i >= 0; i--)
            {
                if (_ordersOfStep[i].Before is { } before) _lifecycles.Put(before);
                else _lifecycles.Forget(_ordersOfStep[i].After.Id);
            }
            for (var i = _tradesOfStep.Count - 1; i >= 0; i--)
            {
                if (_tradesOfStep[i].Before is { } before) _lifecycles.Put(before, []);
                else _lifecycles.Forget(_tradesOfStep[i].After.Id);
            }
            _tradesOfStep.Clear();
            _ordersOfStep.Clear();
        }
        return this;
    }

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => _lifecycles.HandleAsync(message, outbox, cancellation);

    /// <summary>Says the messages that wake those whose time has come.</summary>
    public void SayWakes(Outbox outbox)
    {
        while (_lifecycles.TakeDueWake(outbox.Time) is { } wake) outbox.SayOnce(wake.Id, wake.Name, wake.Subject, wake.Scope, wake.Data);
    }

    public Trade? Find(TradeId id) => _lifecycles.Find(id) ?? Find(id, out _);

    public Trade? Find(TradeId id, out ImmutableArray<Order> orders)
    {
        orders = [];
        Trade? trade;
        lock (_lock) trade = _changedTrades.GetValueOrDefault(id);
        if (trade is null && _file?.Find(EndedKind, id.Value) is { } json) trade = Read<Trade>(json);
        if (trade is not null) orders = [.. trade.Orders.Select(order => FindOrder(order.Id)).OfType<Order>()];
        return trade;
    }

    void ILifecycleArchive.OnChanged(Trade? before, Trade after)
    {
        lock (_lock) _tradesOfStep.Add((before, after));
    }

    void ILifecycleArchive.OnChanged(Order? before, Order after)
    {
        lock (_lock) _ordersOfStep.Add((before, after));
    }

    public void OnCommitted(Step step)
    {
        foreach (var write in step.Writes)
            if (write is { Value: TradeSettings settings }) _lifecycles.Settings = settings;
        KeepStep();
    }

    public IReadOnlyCollection<SnapshotItem> TakeChanges()
    {
        var items = new List<SnapshotItem>();
        lock (_lock)
        {
            foreach (var trade in _changedTrades.Values)
            {
                var (kind, other) = trade.State.IsEnded() ? (EndedKind, TradeKind) : (TradeKind, EndedKind);
                items.Add(new SnapshotItem(kind, trade.Id.Value, JsonSerializer.SerializeToUtf8Bytes(trade, TradingJson.Of<Trade>())));
                items.Add(new SnapshotItem(other, trade.Id.Value, null));
            }
            foreach (var order in _changedOrders.Values)
                items.Add(new SnapshotItem(OrderKind, order.Id.Value, JsonSerializer.SerializeToUtf8Bytes(order, TradingJson.Of<Order>())));
            _changedTrades.Clear();
            _changedOrders.Clear();
            // After a busy hour their room would stay as large as it was.
            _changedTrades.TrimExcess();
            _changedOrders.TrimExcess();
        }
        return items;
    }

    public void Restore(IJournalFile file)
    {
        _file = file;
        foreach (var item in file.Items(TradeKind))
            _lifecycles.Put(Read<Trade>(item.Value!), file.Items(OrderKind, item.Key + "-").Select(order => Read<Order>(order.Value!)));
    }

    public void Replay(Message message, DateTimeOffset time)
    {
        var outbox = new Outbox(Name);
        outbox.Begin(message, time);
        var handling = _lifecycles.HandleAsync(message, outbox, CancellationToken.None);
        if (!handling.IsCompletedSuccessfully) throw new UnreachableException($"Lifecycles wait on something while they are told of {message.Name} again.");
        KeepStep();
    }

    public void ReplayValue(StateKey key, ReadOnlyMemory<byte> json)
    {
        if (key == SettingsKey) _lifecycles.Settings = JsonSerializer.Deserialize(json.Span, TradingJson.Of<TradeSettings>())!;
    }

    private void KeepStep()
    {
        lock (_lock)
        {
            foreach (var (_, trade) in _tradesOfStep) _changedTrades[trade.Id] = trade;
            foreach (var (_, order) in _ordersOfStep) _changedOrders[order.Id] = order;
            _tradesOfStep.Clear();
            _ordersOfStep.Clear();
        }
    }

    private Order? FindOrder(OrderId id)
    {
        lock (_lock)
            if (_changedOrders.TryGetValue(id, out var order)) return order;
        return _file?.Find(OrderKind, id.Value) is { } json ? Read<Order>(json) : null;
    }

    private static T Read<T>(byte[] json)
        where T : class => JsonSerializer.Deserialize(json, TradingJson.Of<T>()) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");
}
