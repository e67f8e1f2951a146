using Trading.Orders;
using Trading.Runtime.Reconciliation;

namespace TradingFunctions.Reconciling;

/// <summary>Reads the states of trades and orders out of their orchestrations.</summary>
public interface ILifecycleStates
{
    ValueTask<LifecyclesSeen> LiveAsync(CancellationToken cancellation);

    /// <summary>An order that has completed, or null for one that was never placed.</summary>
    ValueTask<Order?> FindEndedAsync(OrderId id, CancellationToken cancellation);
}
