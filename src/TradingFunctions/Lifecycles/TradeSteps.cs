using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Strategies;
using Trading.Trades;

namespace TradingFunctions.Lifecycles;

/// <summary>The lifecycle of a trade as the loop sees it.</summary>
public sealed class TradeSteps : ILifecycle<Trade>
{
    public (Trade State, bool AsksToBeWoken) Handle(Trade? state, Message message, Stamp at, TradeSettings settings, Outbox outbox)
    {
        var decision = state is not null
            ? TradeLifecycle.On(state, (ITradeEvent)message.Data, at)
            : TradeLifecycle.Begin(LifecycleRouting.TargetOf(message)!.Value.Trade!.Value, message.Scope, (EntrySignaled)message.Data, settings, at);
        var asksToBeWoken = false;
        foreach (var action in decision.Actions) asksToBeWoken |= LifecycleMessages.Say(action, decision.State, outbox) is not null;
        return (decision.State, asksToBeWoken);
    }

    public DateTimeOffset? DueAt(Trade state) => state.Deadline;

    public bool IsEnded(Trade state) => state.State.IsEnded();

    public Message Wake(Trade state, DateTimeOffset now) => LifecycleMessages.Wake(state, now);

    public string AccountOf(Trade state) => state.Scope.Account;

    public LifecycleStatus StatusOf(Trade state, string breaker, DateTimeOffset now) =>
        new(state.State.ToString(), state.Scope.Symbol.Value, state.Direction.ToString(), state.Held, breaker, now);
}
