using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Trades;

namespace TradingFunctions.Lifecycles;

/// <summary>What <see cref="LifecycleLoop{TState}"/> needs to know of a trade or an order. All of it is the core's.</summary>
public interface ILifecycle<TState>
    where TState : class
{
    /// <summary>Takes in a message and says what follows.</summary>
    /// <param name="state">Null before the message that begins it.</param>
    /// <returns>The new state, and whether it asked to be woken.</returns>
    (TState State, bool AsksToBeWoken) Handle(TState? state, Message message, Stamp at, TradeSettings settings, Outbox outbox);

    /// <summary>When it wants to be woken, in UTC.</summary>
    DateTimeOffset? DueAt(TState state);

    bool IsEnded(TState state);

    Message Wake(TState state, DateTimeOffset now);

    string AccountOf(TState state);

    LifecycleStatus StatusOf(TState state, string breaker, DateTimeOffset now);
}
