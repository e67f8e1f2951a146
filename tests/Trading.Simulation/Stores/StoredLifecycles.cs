using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Drives trades and orders that live in the store: each event and what it asks for are one step.</summary>
/// <remarks>News of an order that is not placed yet has overtaken its placing; it fails, and comes again.</remarks>
internal sealed class StoredLifecycles(IStateStore store, TradeSettings settings) : IAgent
{
    public string Name => LifecycleRouting.Name;

    public ImmutableArray<EventPattern> Hears => LifecycleRouting.Hears;

    public static StateKey KeyOf(TradeId id) => new("trade", id.Value);

    public static StateKey KeyOf(OrderId id) => new("order", id.Value);

    public async ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
    {
        var stamp = new Stamp(outbox.Time, message.Id);
        if (LifecycleRouting.TargetOf(message) is not { } target) return;
        if (target.Order is { } order) await FeedAsync(order, (OrderEvent)message.Data, stamp, outbox, cancellation);
        else if (target.Trade is { } trade) await FeedAsync(trade, message, stamp, outbox, cancellation);
        else await FeedAllAsync(target.TradesIn!, (ITradeEvent)message.Data, stamp, outbox, cancellation);
    }

    private async ValueTask FeedAsync(OrderId id, OrderEvent happened, Stamp stamp, Outbox outbox, CancellationToken cancellation)
    {
        var (order, version) = await store.LoadAsync<Order>(KeyOf(id), cancellation);
        var decision = (order, happened) switch
        {
            ({ } known, _) => OrderLifecycle.On(known, happened, stamp),
            (_, OrderPlaced placed) => OrderLifecycle.Begin(placed.Ticket, stamp),
            _ => throw new InvalidOperationException($"{id} is not placed yet."),
        };
        if (!ReferenceEquals(decision.State, order)) await store.TrySaveAsync(KeyOf(id), decision.State, version, cancellation);
        foreach (var action in decision.Actions) LifecycleMessages.Say(action, decision.State, outbox);
    }

    private async ValueTask FeedAsync(TradeId id, Message message, Stamp stamp, Outbox outbox, CancellationToken cancellation)
    {
        var (trade, version) = await store.LoadAsync<Trade>(KeyOf(id), cancellation);
        if (trade is not null) await KeepAsync(trade, version, TradeLifecycle.On(trade, (ITradeEvent)message.Data, stamp), outbox, cancellation);
        else if (message.Data is EntrySignaled signal)
            await KeepAsync(null, version, TradeLifecycle.Begin(id, message.Scope, signal, settings, stamp), outbox, cancellation);
        else throw new InvalidOperationException($"{id} has not begun.");
    }

    private async ValueTask FeedAllAsync(Scope scope, ITradeEvent happened, Stamp stamp, Outbox outbox, CancellationToken cancellation)
    {
        var live = (await store.LoadAsync<LiveTrades>(LiveTrades.Key, cancellation)).Value ?? LiveTrades.None;
        foreach (var id in live.Ids)
        {
            var (trade, version) = await store.LoadAsync<Trade>(KeyOf(id), cancellation);
            if (trade is not null && scope.Holds(trade.Scope)) await KeepAsync(trade, version, TradeLifecycle.On(trade, happened, stamp), outbox, cancellation);
        }
    }

    private async ValueTask KeepAsync(Trade? before, long version, Decision<Trade, TradeAction> decision, Outbox outbox, CancellationToken cancellation)
    {
        var trade = decision.State;
        if (!ReferenceEquals(trade, before)) await store.TrySaveAsync(KeyOf(trade.Id), trade, version, cancellation);
        if (before is null || before.State.IsEnded() != trade.State.IsEnded())
        {
            var (live, liveVersion) = await store.LoadAsync<LiveTrades>(LiveTrades.Key, cancellation);
            var with = trade.State.IsEnded() ? (live ?? LiveTrades.None).Without(trade.Id) : (live ?? LiveTrades.None).With(trade.Id);
            if (!ReferenceEquals(with, live)) await store.TrySaveAsync(LiveTrades.Key, with, liveVersion, cancellation);
        }
        foreach (var action in decision.Actions) LifecycleMessages.Say(action, trade, outbox);
    }
}
