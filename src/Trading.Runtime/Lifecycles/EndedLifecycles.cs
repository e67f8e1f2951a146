using Trading.Orders;
using Trading.Trades;

namespace Trading.Runtime.Lifecycles;

/// <summary>Which values of a shared store are over, so that they may leave it after a while.</summary>
public static class EndedLifecycles
{
    /// <summary>A trade that has ended and holds nothing, or an order that has ended and misses no fills. Whatever else is stored stays.</summary>
    public static bool IsOver(object value) => value switch
    {
        Trade trade => trade.State.IsEnded() && trade.Held == 0,
        Order order => order.State.IsEnded() && OrderLifecycle.DueAt(order) is null,
        _ => false,
    };
}
