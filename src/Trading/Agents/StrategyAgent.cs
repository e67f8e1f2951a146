using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Strategies;

namespace Trading.Agents;

/// <summary>Feeds bars to the strategies and says their signals.</summary>
/// <remarks>
/// Holds only what the strategies hold, rebuilt from the bar history when it starts or finds that it missed bars. A bar that
/// is not newer than the newest seen is dropped. A signal's id comes from strategy, symbol and bar, so that two copies of the
/// agent say one signal.
/// </remarks>
public sealed class StrategyAgent : IAgent, IBarListener
{
    private readonly IBarHistory _history;
    private readonly bool _isOnlyCopy;
    private readonly SymbolMap<Slot[]> _slots = new();

    /// <param name="isOnlyCopy">Whether no other copy of the agent handles bars, so that bars missed here were missed by all.</param>
    public StrategyAgent(IEnumerable<RunningStrategy> strategies, IBarHistory history, bool isOnlyCopy)
    {
        _history = history;
        _isOnlyCopy = isOnlyCopy;
        foreach (var strategy in strategies)
            foreach (var symbol in strategy.Symbols)
                _slots.Set(symbol, [.. SlotsOf(symbol), new Slot(strategy, symbol)]);
    }

    public string Name => "strategy";

    public ImmutableArray<EventPattern> Hears { get; } = [EventNames.BarsReceived, EventNames.SessionChanged];

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        if (message.Data is not BarsReceived received)
        {
            if (message.Data is SessionChanged session) TellSession(session);
            return ValueTask.CompletedTask;
        }
        var slots = SlotsOf(received.Symbol);
        if (MustRebuild(slots, received.Period)) return RebuildAndFeedAsync(received, outbox, cancellation);
        foreach (var slot in slots)
            if (slot.Strategy.Period == received.Period) Feed(slot, received, outbox);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public bool TryHear(BarTold told, Outbox outbox)
    {
        var slots = SlotsOf(told.Symbol);
        if (MustRebuild(slots, told.Period)) return false;
        foreach (var slot in slots)
            if (slot.Strategy.Period == told.Period) Feed(slot, told.Bar, outbox);
        return true;
    }

    private Slot[] SlotsOf(Symbol symbol) => _slots.TryGet(symbol, out var slots) ? slots : [];

    private bool MustRebuild(Slot[] slots, BarPeriod period)
    {
        foreach (var slot in slots)
            if (slot.Strategy.Period == period && (slot.NewestEnd == default || !_isOnlyCopy)) return true;
        return false;
    }

    private void TellSession(SessionChanged session)
    {
        foreach (var slots in _slots.Values)
            foreach (var slot in slots) slot.Instance.OnSession(session);
    }

    private async ValueTask RebuildAndFeedAsync(BarsReceived received, Outbox outbox, CancellationToken cancellation)
    {
        foreach (var slot in SlotsOf(received.Symbol))
        {
            if (slot.Strategy.Period != received.Period) continue;
            await RebuildWhereBarsWereMissedAsync(slot, received.Bars[0], cancellation);
            Feed(slot, received, outbox);
        }
    }

    private async ValueTask RebuildWhereBarsWereMissedAsync(Slot slot, Bar next, CancellationToken cancellation)
    {
        if (slot.NewestEnd >= next.End) return;
        if (slot.NewestEnd != default)
        {
            if (_isOnlyCopy) return;
            var last = await _history.LastAsync(slot.Symbol, slot.Strategy.Period, next.Start, 1, cancellation);
            if (last.IsEmpty || last[^1].End <= slot.NewestEnd) return; // the history may lag behind what was heard
        }
        var fresh = slot.Strategy.Create();
        var past = await _history.LastAsync(slot.Symbol, slot.Strategy.Period, next.Start, fresh.WarmUpBars, cancellation);
        foreach (var bar in past) fresh.OnBar(bar);
        slot.Instance = fresh;
        slot.NewestEnd = past.IsEmpty ? default : past[^1].End;
    }

    private static void Feed(Slot slot, BarsReceived received, Outbox outbox)
    {
        foreach (ref readonly var bar in received.Bars.AsSpan()) Feed(slot, bar, outbox);
    }

    private static void Feed(Slot slot, in Bar bar, Outbox outbox)
    {
        if (bar.End <= slot.NewestEnd) return;
        slot.NewestEnd = bar.End;
        if (slot.Instance.OnBar(bar) is { } signal) Say(slot, bar, signal, outbox);
    }

    private static void Say(Slot slot, in Bar bar, StrategySignal signal, Outbox outbox)
    {
        var symbol = slot.Symbol.Value;
        if (signal.Exit is { } exit)
            outbox.SayOnce(MessageId.Derive(slot.Root, EventNames.ExitSignaled, "", bar.End.UtcTicks), EventNames.ExitSignaled, symbol, slot.Scope, exit with { SignaledAt = bar.End });
        if (signal.Entry is { } plan)
            outbox.SayOnce(MessageId.Derive(slot.Root, EventNames.EntrySignaled, "", bar.End.UtcTicks), EventNames.EntrySignaled, symbol, slot.Scope, new EntrySignaled(plan));
    }

    private sealed class Slot(RunningStrategy strategy, Symbol symbol)
    {
        public RunningStrategy Strategy { get; } = strategy;
        public Symbol Symbol { get; } = symbol;
        public Scope Scope { get; } = new(strategy.Account, strategy.Id, symbol);
        public MessageId Root { get; } = MessageId.From($"signal/{strategy.Account}/{strategy.Id}/{strategy.Period}/{symbol}");
        public IStrategy Instance { get; set; } = strategy.Create();
        public DateTimeOffset NewestEnd { get; set; }
    }
}
