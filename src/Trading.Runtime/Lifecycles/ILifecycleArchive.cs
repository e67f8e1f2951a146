using System.Collections.Immutable;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Runtime.Lifecycles;

/// <summary>Keeps what lifecycles forget, and hears of every change.</summary>
public interface ILifecycleArchive
{
    /// <summary>A trade that is not in memory, with its orders; null when it never began.</summary>
    Trade? Find(TradeId id, out ImmutableArray<Order> orders);

    /// <param name="before">Null for a trade that begins.</param>
    void OnChanged(Trade? before, Trade after);

    /// <param name="before">Null for an order that is placed.</param>
    void OnChanged(Order? before, Order after);
}
