using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Lifecycles;

/// <summary>Which lifecycles a message is for: one trade, one order, or every trade that has not ended in a scope.</summary>
public readonly record struct LifecycleTarget
{
    private readonly TradeId _trade;
    private readonly OrderId _order;

    private LifecycleTarget(TradeId trade, OrderId order, Scope? tradesIn) => (_trade, _order, TradesIn) = (trade, order, tradesIn);

    public TradeId? Trade => TradeId.OrNull(_trade);

    public OrderId? Order => OrderId.OrNull(_order);

    public Scope? TradesIn { get; }

    public static LifecycleTarget Of(TradeId trade) => new(trade, default, null);

    public static LifecycleTarget Of(OrderId order) => new(default, order, null);

    public static LifecycleTarget AllTradesIn(Scope scope) => new(default, default, scope);
}
