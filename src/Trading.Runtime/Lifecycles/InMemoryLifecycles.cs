using System.Collections.Immutable;
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
/// For one thread. Ended trades are kept, with their orders, until <see cref="MostEndedKept"/> others have ended after them, so
/// that late news finds them; news for one that is gone is counted and dropped.
/// </remarks>
public sealed class InMemoryLifecycles(TradeSettings settings, ILifecycleObserver? observer = null) : IAgent
{
    /// <summary>How many ended trades are kept for late news.</summary>
    public const int MostEndedKept = 128;

    private readonly Dictionary<TradeId, Trade> _trades = [];
    private readonly Dictionary<OrderId, Order> _orders = [];
    private readonly HashSet<TradeId> _live = [];
    private readonly Queue<TradeId> _ended = new();
    private readonly List<Trade> _concerned = [];
    private readonly WakeQueue<TradeId> _tradeWakes = new();
    private readonly WakeQueue<OrderId> _orderWakes = new();

    public string Name => LifecycleRouting.Name;

    public ImmutableArray<EventPattern> Hears => LifecycleRouting.Hears;

    public IReadOnlyCollection<Trade> Trades => _trades.Values;

    public IReadOnlyCollection<Order> Orders => _orders.Values;

    /// <summary>Trades that have not ended.</summary>
    public int LiveTrades => _live.Count;

    /// <summary>Events whose lifecycle was no longer, or not yet, known.</summary>
    public long Unclaimed { get; private set; }

    /// <summary>When the next lifecycle wants to be woken, in UTC.</summary>
    public DateTimeOffset? NextWake => (_tradeWakes.Next, _orderWakes.Next) switch
    {
        ({ } trade, { } order) => trade < order ? trade : order,
        var (trade, order) => trade ?? order,
    };

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

    /// <summary>The next message that wakes a lifecycle whose time has come, or null.</summary>
    public Message? TakeDueWake(DateTimeOffset now)
    {
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
            if (happened is not OrderPlaced placed)
            {
                Unclaimed++;
                return;
            }
            var begun = OrderLifecycle.Begin(placed.Ticket, stamp);
            _orders.Add(id, begun.State);
            Carry(null, begun, outbox);
            return;
        }
        var before = stored;
        var decision = OrderLifecycle.On(before, happened, stamp);
        stored = decision.State;
        Carry(before, decision, outbox);
        if (observer is not null && happened is OrderExecuted executed && !before.Executions.Contains(executed.Fill.ExecutionId))
            observer.OnFill(decision.State, executed.Fill);
    }

    private void Feed(TradeId id, Message message, Stamp stamp, Outbox outbox)
    {
        if (_trades.TryGetValue(id, out var before)) Keep(before, TradeLifecycle.On(before, (ITradeEvent)message.Data, stamp), outbox);
        else if (message.Data is EntrySignaled signal) Keep(null, TradeLifecycle.Begin(id, message.Scope, signal, settings, stamp), outbox);
        else Unclaimed++;
    }

    private void FeedAll(Scope scope, ITradeEvent happened, Stamp stamp, Outbox outbox)
    {
        if (_live.Count == 0) return;
        _concerned.Clear();
        foreach (var id in _live)
            if (_trades[id] is var trade && scope.Holds(trade.Scope)) _concerned.Add(trade);
        if (_concerned.Count > 1) _concerned.Sort(ById);
        foreach (var trade in _concerned) Keep(trade, TradeLifecycle.On(trade, happened, stamp), outbox);
    }

    private void Carry(Order? before, in Decision<Order, OrderAction> decision, Outbox outbox)
    {
        var order = decision.State;
        Observe(order, order.History, before?.History.Count ?? 0);
        foreach (var action in decision.Actions)
            if (LifecycleMessages.Say(action, order, outbox) is { } wake) _orderWakes.Add(order.Id, wake);
    }

    private void Keep(Trade? before, Decision<Trade, TradeAction> decision, Outbox outbox)
    {
        var trade = decision.State;
        if (!ReferenceEquals(trade, before)) _trades[trade.Id] = trade;
        Observe(trade, trade.History, before?.History.Count ?? 0);
        foreach (var action in decision.Actions)
            if (LifecycleMessages.Say(action, trade, outbox) is { } wake) _tradeWakes.Add(trade.Id, wake);
        var wasLive = before is not null && !before.State.IsEnded();
        if (trade.State.IsEnded() != wasLive) return;
        if (!wasLive) _live.Add(trade.Id);
        else if (_live.Remove(trade.Id)) Retire(trade.Id);
    }

    private void Retire(TradeId id)
    {
        _ended.Enqueue(id);
        if (_ended.Count <= MostEndedKept) return;
        var oldest = _ended.Dequeue();
        if (_live.Contains(oldest) || !_trades.Remove(oldest, out var gone)) return;
        foreach (var order in gone.Orders) _orders.Remove(order.Id);
    }

    private void Observe(Trade trade, History<TradeState> history, int known)
    {
        if (observer is null || history.Count == known) return;
        Observe(trade, history.Earlier!, known);
        observer.OnTransition(trade, history.Last!.Value);
    }

    private void Observe(Order order, History<OrderState> history, int known)
    {
        if (observer is null || history.Count == known) return;
        Observe(order, history.Earlier!, known);
        observer.OnTransition(order, history.Last!.Value);
    }

    private static int ById(Trade left, Trade right) => string.CompareOrdinal(left.Id.Value, right.Id.Value);
}
