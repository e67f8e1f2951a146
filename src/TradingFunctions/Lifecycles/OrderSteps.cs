using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace TradingFunctions.Lifecycles;

/// <summary>The lifecycle of an order as the loop sees it.</summary>
public sealed class OrderSteps : ILifecycle<Order>
{
    public (Order State, bool AsksToBeWoken) Handle(Order? state, Message message, Stamp at, TradeSettings settings, Outbox outbox)
    {
        var decision = state is not null
            ? OrderLifecycle.On(state, (OrderEvent)message.Data, at)
            : OrderLifecycle.Begin(((OrderPlaced)message.Data).Ticket, at);
        var asksToBeWoken = false;
        foreach (var action in decision.Actions) asksToBeWoken |= LifecycleMessages.Say(action, decision.State, outbox) is not null;
        return (decision.State, asksToBeWoken);
    }

    public DateTimeOffset? DueAt(Order state) => OrderLifecycle.DueAt(state);

    public bool IsEnded(Order state) => state.State.IsEnded();

    public Message Wake(Order state, DateTimeOffset now) => LifecycleMessages.Wake(state, now);

    public string AccountOf(Order state) => state.Ticket.Scope.Account;

    public LifecycleStatus StatusOf(Order state, string breaker, DateTimeOffset now) =>
        new(state.State.ToString(), state.Ticket.Scope.Symbol.Value, state.Terms.Side.ToString(), state.Filled, breaker, now);
}
