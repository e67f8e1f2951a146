using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Lifecycles;

/// <summary>Which lifecycles a message is for: one trade, one order, or every trade that has not ended in a scope.</summary>
public readonly record struct LifecycleTarget
{
    public TradeId? Trade { get; private init; }

    public OrderId? Order { get; private init; }

    public Scope? TradesIn { get; private init; }

    public static LifecycleTarget Of(TradeId trade) => new() { Trade = trade };

    public static LifecycleTarget Of(OrderId order) => new() { Order = order };

    public static LifecycleTarget AllTradesIn(Scope scope) => new() { TradesIn = scope };
}
