using System.Collections.Immutable;
using Trading.Agents;
using Trading.Messages;
using Trading.Orders;
using Trading.Reconciliation;
using Trading.Runtime.Reconciliation;
using Trading.Trades;

namespace Trading.Runtime.Desks;

/// <content>Makes the desk and its broker agree, at the start and from time to time.</content>
public sealed partial class LocalDesk : IReconciledDesk
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>What the last reconciliation found.</summary>
    public ImmutableArray<Difference> Differences => _reconciliation.Differences;

    /// <summary>Compares with the broker, books what was missed, and says every difference.</summary>
    /// <returns>False when the broker did not say what it has.</returns>
    public async Task<bool> ReconcileAsync(CancellationToken cancellation)
    {
        var doesAgree = await _reconciliation.RunAsync(cancellation);
        await RunUntilQuietAsync(cancellation);
        return doesAgree;
    }

    ValueTask<LifecyclesSeen> IReconciledDesk.LiveAsync(CancellationToken cancellation) =>
        new(new LifecyclesSeen([.. _lifecycles.Trades.Where(trade => !trade.State.IsEnded())], [.. _lifecycles.Orders], Unseen: 0));

    ValueTask<Order?> IReconciledDesk.FindEndedAsync(OrderId id, CancellationToken cancellation) =>
        new(OrderId.TryParse(id.Value, out _, out var trade, out _) && _lifecycles.Find(trade, out var orders) is not null ? orders.FirstOrDefault(one => one.Id == id) : null);

    ValueTask IReconciledDesk.TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) =>
        RunnerOf(agent).TickAsync(root, tick, cancellation);

    async ValueTask<bool> IReconciledDesk.SettleAsync(CancellationToken cancellation)
    {
        await RunUntilQuietAsync(cancellation);
        return true;
    }

    /// <summary>By the clock on the wall, because a desk that replays the past has a clock that stands still between two ticks.</summary>
    Task IReconciledDesk.PauseAsync(CancellationToken cancellation) => Task.Delay(BetweenLooks, _wall, cancellation);
}
