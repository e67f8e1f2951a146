using System.Collections.Concurrent;
using System.Text.Json;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;
using TradingFunctions.Lifecycles;

namespace TradingFunctions.Tests.Lifecycles;

/// <summary>Watches a lifecycle in its orchestration: what each message made of it, the first time and in every replay.</summary>
internal sealed class Seen<TState>(ILifecycle<TState> inner, Func<TState, string> idOf) : ILifecycle<TState>
    where TState : class
{
    private readonly ConcurrentDictionary<(string Id, MessageId Message, string Before), string> _after = new();
    private int _replayed;

    public ConcurrentDictionary<string, TState> Newest { get; } = new();

    /// <summary>Times a message was decided on again, from the same state.</summary>
    public int Replayed => _replayed;

    public ConcurrentBag<string> Differences { get; } = [];

    public (TState State, bool AsksToBeWoken) Handle(TState? state, Message message, Stamp at, TradeSettings settings, Outbox outbox)
    {
        var handled = inner.Handle(state, message, at, settings, outbox);
        var id = idOf(handled.State);
        var after = Json(handled.State) + string.Concat(outbox.Messages.Select(said => said.Id));
        var key = (id, message.Id, state is null ? "" : Json(state));
        if (!_after.TryAdd(key, after))
        {
            Interlocked.Increment(ref _replayed);
            if (_after[key] != after) Differences.Add($"{id} on {message.Name}: {_after[key]} and then {after}");
        }
        // A replay goes through older states again; the newest has taken in the most.
        Newest.AddOrUpdate(id, handled.State, (_, known) => Size(handled.State) >= Size(known) ? handled.State : known);
        return handled;
    }

    public DateTimeOffset? DueAt(TState state) => inner.DueAt(state);

    public bool IsEnded(TState state) => inner.IsEnded(state);

    public Message Wake(TState state, DateTimeOffset now) => inner.Wake(state, now);

    public string AccountOf(TState state) => inner.AccountOf(state);

    public LifecycleStatus StatusOf(TState state, string breaker, DateTimeOffset now) => inner.StatusOf(state, breaker, now);

    private static string Json(TState state) => JsonSerializer.Serialize(state, TradingJson.Of<TState>());

    private static int Size(TState state) => state switch
    {
        Trade trade => (trade.History.Count * 1_000) + trade.Orders.Sum(order => order.Sequence),
        Order order => (order.History.Count * 1_000) + (order.Executions.Length * 10) + order.Reports,
        _ => 0,
    };
}
