using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Lifecycles;

/// <summary>Drives trades and orders in memory: feeds each event to its lifecycle and says what that asks for.</summary>
/// <remarks>
/// For one thread. Ended trades are kept, with their orders, until a number of others have ended after them, so that late news
/// finds them; news for one that is gone is looked for in the archive, and counted and dropped where it is not found.
/// A message that throws changes nothing.
/// </remarks>
public sealed class InMemoryLifecycles : IAgent
{
    /// <summary>How many ended trades are kept for late news.</summary>
    public const int MostEndedKept = 128;

    private readonly Dictionary<TradeId, Trade> _trades = [];
    private readonly Dictionary<OrderId, Order> _orders = [];
    private readonly HashSet<TradeId> _live = [];
    private readonly Queue<(TradeId Id, DateTimeOffset At)> _ended = new();
    private readonly int _endedKept;
    private readonly List<(Trade Before, Decision<Trade, TradeAction> Decision)> _concerned = [];
    private readonly WakeQueue<TradeId> _tradeWakes;
    private readonly WakeQueue<OrderId> _orderWakes;
    private readonly ILifecycleObserver? _observer;
    private readonly ILifecycleArchive? _archive;

    /// <param name="endedKept">
    /// How many ended trades are kept once time has moved on since they ended, for a host whose news is never late; of one instant
    /// <see cref="MostEndedKept"/> are.
    /// </param>
    public InMemoryLifecycles(TradeSettings settings, ILifecycleObserver? observer = null, ILifecycleArchive? archive = null, int endedKept = MostEndedKept)
    {
        (Settings, _observer, _archive, _endedKept) = (settings, observer, archive, endedKept);
        _tradeWakes = new(id => _trades.TryGetValue(id, out var trade) ? trade.Deadline : null);
        _orderWakes = new(id => _orders.TryGetValue(id, out var order) ? OrderLifecycle.DueAt(order) : null);
    }

    /// <summary>What trades begin with.</summary>
    public TradeSettings Settings { get; set; }

    public string Name => LifecycleRouting.Name;

    public ImmutableArray<EventPattern> Hears => LifecycleRouting.Hears;

    public IReadOnlyCollection<Trade> Trades => _trades.Values;

    public IReadOnlyCollection<Order> Orders => _orders.Values;

    /// <summary>Trades that have not ended.</summary>
    public int LiveTrades => _live.Count;

    /// <summary>Events whose lifecycle was no longer, or not yet, known.</summary>
    public long Unclaimed { get; private set; }

    /// <summary>When the next lifecycle wants to be woken, in UTC.</summary>
    public DateTimeOffset? NextWake => NextWakeTicks is var next and < long.MaxValue ? new DateTimeOffset(next, TimeSpan.Zero) : null;

    /// <summary>The same in ticks of UTC; <see cref="long.MaxValue"/> where none does.</summary>
    internal long NextWakeTicks => Math.Min(_tradeWakes.NextTicks, _orderWakes.NextTicks);

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        var stamp = new Stamp(outbox.Time, message.Id);
        if (LifecycleRouting.TargetOf(message) is not { } target) return ValueTask.CompletedTask;
        if (target.Order is { } order) Feed(order, (OrderEvent)message.Data, stamp, outbox);
        else if (target.Trade is { } trade) Feed(trade, message, stamp, outbox);
        else FeedAll(target.TradesIn!, (ITradeEvent)message.Data, stamp, outbox);
        return ValueTask.CompletedTask;
    }

    /// <summary>The trade, or null when it never began or is long gone.</summary>
    public Trade? Find(TradeId id) => _trades.GetValueOrDefault(id);

    /// <summary>The order, or null when it was never placed or is long gone.</summary>
    public Order? Find(OrderId id) => _orders.GetValueOrDefault(id);

    /// <summary>Puts a trade and its orders as they were, in the place of what is known of them, and wakes them when they wanted to be.</summary>
    public void Put(Trade trade, IEnumerable<Order> orders)
    {
        foreach (var order in orders) Put(order);
        _trades[trade.Id] = trade;
        if (trade.Deadline is { } deadline) _tradeWakes.Add(trade.Id, deadline);
        if (!trade.State.IsEnded()) _live.Add(trade.Id);
        else Retire(trade.Id, trade.History.Last?.Time ?? default);
    }

    /// <summary>Puts an order as it was in the place of what is known of it.</summary>
    public void Put(Order order)
    {
        _orders[order.Id] = order;
        if (OrderLifecycle.DueAt(order) is { } due) _orderWakes.Add(order.Id, due);
    }

    /// <summary>Forgets a trade that was never begun after all.</summary>
    public void Forget(TradeId id)
    {
        _trades.Remove(id);
        _live.Remove(id);
    }

    /// <summary>Forgets an order that was never placed after all.</summary>
    public void Forget(OrderId id) => _orders.Remove(id);

    /// <summary>The next message that wakes a lifecycle whose time has come, or null.</summary>
    public Message? TakeDueWake(DateTimeOffset now)
    {
        if (NextWakeTicks > now.UtcTicks) return null;
        while (_orderWakes.TryTakeDue(now, out var id))
        {
            if (!_orders.TryGetValue(id, out var order) || OrderLifecycle.DueAt(order) is not { } due) continue;
            if (due <= now) return LifecycleMessages.Wake(order, now);
            _orderWakes.Add(id, due);
        }
        while (_tradeWakes.TryTakeDue(now, out var id))
        {
            if (!_trades.TryGetValue(id, out var trade) || trade.Deadline is not { } due) continue;
            if (due <= now) return LifecycleMessages.Wake(trade, now);
            _tradeWakes.Add(id, due);
        }
        return null;
    }

    private void Feed(OrderId id, OrderEvent happened, Stamp stamp, Outbox outbox)
    {
        ref var stored = ref CollectionsMarshal.GetValueRefOrNullRef(_orders, id);
        if (Unsafe.IsNullRef(ref stored))
        {
            FeedUnknown(id, happened, stamp, outbox);
            return;
        }
        var before = stored;
        var decision = OrderLifecycle.On(before, happened, stamp);
        stored = decision.State;
        Carry(before, decision, happened, outbox);
    }

    /// <summary>An event of an order that is not in memory: it is begun, or was let go of and is found again.</summary>
    private void FeedUnknown(OrderId id, OrderEvent happened, Stamp stamp, Outbox outbox)
    {
        var isRevived = Revive(id, out var before);
        if (!isRevived && happened is not OrderPlaced)
        {
            Unclaimed++;
            return;
        }
        var decision = isRevived ? OrderLifecycle.On(before!, happened, stamp) : OrderLifecycle.Begin(((OrderPlaced)happened).Ticket, stamp);
        _orders[id] = decision.State;
        Carry(before, decision, happened, outbox);
    }

    private void Feed(TradeId id, Message message, Stamp stamp, Outbox outbox)
    {
        ref var stored = ref CollectionsMarshal.GetValueRefOrNullRef(_trades, id);
        if (!Unsafe.IsNullRef(ref stored))
        {
            var before = stored;
            var decision = TradeLifecycle.On(before, (ITradeEvent)message.Data, stamp);
            stored = decision.State;
            Carry(before, decision, outbox);
        }
        else if (Revive(id, out var revived)) Keep(revived, TradeLifecycle.On(revived, (ITradeEvent)message.Data, stamp), outbox);
        else if (message.Data is EntrySignaled signal) Keep(null, TradeLifecycle.Begin(id, message.Scope, signal, Settings, stamp), outbox);
        else Unclaimed++;
    }

    private void FeedAll(Scope scope, ITradeEvent happened, Stamp stamp, Outbox outbox)
    {
        if (_live.Count == 0) return;
        // All is decided ahead of the first change, so that an event that one of them does not allow changes none.
        _concerned.Clear();
        foreach (var id in _live)
            if (_trades[id] is var trade && scope.Holds(trade.Scope)) _concerned.Add((trade, TradeLifecycle.On(trade, happened, stamp)));
        if (_concerned.Count > 1) _concerned.Sort(ById);
        foreach (var (before, decision) in _concerned) Keep(before, decision, outbox);
    }

    private void Carry(Order? before, in Decision<Order, OrderAction> decision, OrderEvent happened, Outbox outbox)
    {
        var order = decision.State;
        _archive?.OnChanged(before, order);
        Observe(order, order.History, before?.History.Count ?? 0);
        foreach (var action in decision.Actions)
            if (LifecycleMessages.Say(action, order, outbox) is { } wake) _orderWakes.Add(order.Id, wake);
        if (_observer is not null && before is not null && happened is OrderExecuted executed && !before.Executions.Contains(executed.Fill.ExecutionId))
            _observer.OnFill(order, executed.Fill);
    }

    private void Keep(Trade? before, Decision<Trade, TradeAction> decision, Outbox outbox)
    {
        if (!ReferenceEquals(decision.State, before)) _trades[decision.State.Id] = decision.State;
        Carry(before, decision, outbox);
    }

    private void Carry(Trade? before, in Decision<Trade, TradeAction> decision, Outbox outbox)
    {
        var trade = decision.State;
        _archive?.OnChanged(before, trade);
        Observe(trade, trade.History, before?.History.Count ?? 0);
        foreach (var action in decision.Actions)
            if (LifecycleMessages.Say(action, trade, outbox) is { } wake) _tradeWakes.Add(trade.Id, wake);
        var wasLive = before is not null && !before.State.IsEnded();
        if (trade.State.IsEnded() != wasLive) return;
        if (!wasLive) _live.Add(trade.Id);
        else if (_live.Remove(trade.Id)) Retire(trade.Id, outbox.Time);
    }

    private bool Revive(OrderId id, [NotNullWhen(true)] out Order? order)
    {
        order = null;
        return _archive is not null && OrderId.TryParse(id.Value, out _, out var trade, out _) && Revive(trade, out _) && _orders.TryGetValue(id, out order);
    }

    private bool Revive(TradeId id, [NotNullWhen(true)] out Trade? trade)
    {
        trade = null;
        if (_archive is null || _trades.ContainsKey(id) || _archive.Find(id, out var orders) is not { } found) return false;
        Put(found, orders);
        return _trades.TryGetValue(id, out trade);
    }

    private void Retire(TradeId id, DateTimeOffset at)
    {
        _ended.Enqueue((id, at));
        while (_ended.Count > MostEndedKept || (_ended.Count > _endedKept && _ended.Peek().At < at)) LetGo(_ended.Dequeue().Id);
    }

    private void LetGo(TradeId oldest)
    {
        if (!_trades.Remove(oldest, out var gone)) return;
        if (!gone.State.IsEnded())
        {
            _trades.Add(oldest, gone); // a late fill has brought it back
            return;
        }
        foreach (var order in gone.Orders) _orders.Remove(order.Id);
    }

    private void Observe(Trade trade, History<TradeState> history, int known)
    {
        if (_observer is null || history.Count == known) return;
        Observe(trade, history.Earlier!, known);
        _observer.OnTransition(trade, history.Newest);
    }

    private void Observe(Order order, History<OrderState> history, int known)
    {
        if (_observer is null || history.Count == known) return;
        Observe(order, history.Earlier!, known);
        _observer.OnTransition(order, history.Newest);
    }

    private static int ById((Trade Before, Decision<Trade, TradeAction>) left, (Trade Before, Decision<Trade, TradeAction>) right) => string.CompareOrdinal(left.Before.Id.Value, right.Before.Id.Value);
}
