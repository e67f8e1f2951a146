using Trading.Agents;
using Trading.Messages;
using Trading.Orders;

namespace Trading.Runtime.Reconciliation;

/// <summary>A desk as its reconciliation sees it, whichever host it runs in.</summary>
public interface IReconciledDesk
{
    /// <summary>The trades and orders that have not ended.</summary>
    ValueTask<LifecyclesSeen> LiveAsync(CancellationToken cancellation);

    /// <summary>An order that is not among the live ones, or null for one that was never placed.</summary>
    ValueTask<Order?> FindEndedAsync(OrderId id, CancellationToken cancellation);

    /// <summary>Lets an agent do something that no message asked for.</summary>
    ValueTask TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation);

    /// <summary>Hands out what waits, where that is in the host's power.</summary>
    /// <returns>Whether no message waits for an order or a trade any more.</returns>
    ValueTask<bool> SettleAsync(CancellationToken cancellation);

    /// <summary>Lets the broker's answers and the desk's news catch up with each other.</summary>
    Task PauseAsync(CancellationToken cancellation);
}
