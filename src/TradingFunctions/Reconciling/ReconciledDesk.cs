using Trading.Agents;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Reconciliation;
using TradingFunctions.Delivery;

namespace TradingFunctions.Reconciling;

/// <summary>The desk over Durable Functions and Redis, as its reconciliation sees it.</summary>
/// <param name="isQuiet">Whether no message waits for an order or a trade.</param>
public sealed class ReconciledDesk(ILifecycleStates lifecycles, DeskAgents agents, Func<ValueTask<bool>> isQuiet, TimeProvider clock) : IReconciledDesk
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public ValueTask<LifecyclesSeen> LiveAsync(CancellationToken cancellation) => lifecycles.LiveAsync(cancellation);

    public ValueTask<Order?> FindEndedAsync(OrderId id, CancellationToken cancellation) => lifecycles.FindEndedAsync(id, cancellation);

    public ValueTask TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) =>
        new(agents[agent].TickAsync(root, tick, cancellation));

    /// <remarks>The triggers hand out what waits; here it is only seen whether they have.</remarks>
    public ValueTask<bool> SettleAsync(CancellationToken cancellation) => isQuiet();

    public Task PauseAsync(CancellationToken cancellation) => Task.Delay(BetweenLooks, clock, cancellation);
}
