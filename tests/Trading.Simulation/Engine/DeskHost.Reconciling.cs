using Trading.Agents;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Reconciliation;

namespace Trading.Simulation;

/// <summary>Desk and broker are made to agree, at every start of the agent that calls the broker and from time to time.</summary>
internal sealed partial class DeskHost
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(10);

    private bool _agrees;
    private long _turn;

    /// <summary>Compares until it has come through once; what it finds is handled as messages are.</summary>
    private void ReconcileUntilDone(long turn)
    {
        if (turn != _turn) return;
        _agrees = false;
        Reconcile();
        if (!_agrees) _world.After(BetweenTries, () => ReconcileUntilDone(turn));
    }

    private void Reconcile()
    {
        if (SeatOf(AgentNames.Orders) is { Reconciliation: { } reconciliation } seat)
            Run(seat, () => _agrees = Finish(new ValueTask<bool>(reconciliation.RunAsync(seat.Process.Life))), () => _world.After(Soon, ReconcileSoon));
    }

    private void ReconcileFromTimeToTime()
    {
        if (!_days.IsOpenAt(_world.Now)) return;
        _reconcileDue = _world.Now + (_broker.IsBusy ? ReconcileInterval : IdleInterval);
        _world.Agenda.Add(_reconcileDue, ReconcileWhenDue);
        Reconcile();
    }

    private void ReconcileWhenDue()
    {
        if (_world.Now >= _reconcileDue) ReconcileFromTimeToTime();
    }

    /// <summary>An order went out, so that there is something to compare before long.</summary>
    private void ReconcileSoon()
    {
        if (_reconcileDue <= _world.Now + ReconcileInterval) return;
        _reconcileDue = _world.Now + ReconcileInterval;
        _world.Agenda.Add(_reconcileDue, ReconcileWhenDue);
    }

    /// <summary>The desk as the process sees it that compares.</summary>
    private sealed class Reconciled(DeskHost host, Seat seat) : IReconciledDesk
    {
        private bool IsQuiet => !host._store.Unhandled.Any(inbox => inbox.Inbox != AgentNames.Strategy && inbox.Inbox != AgentNames.MarketData);

        public ValueTask<LifecyclesSeen> LiveAsync(CancellationToken cancellation) => StoredLifecycles.LiveAsync(seat.Wire, cancellation);

        public ValueTask<Order?> FindEndedAsync(OrderId id, CancellationToken cancellation) => StoredLifecycles.FindAsync(seat.Wire, id, cancellation);

        public async ValueTask TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation)
        {
            var other = agent == AgentNames.Orders ? seat : host.SeatOf(agent) ?? throw new StoreGoneException($"{agent} is down");
            try
            {
                await other.Runner.TickAsync(root, (copy, outbox) => tick(copy is ISabotagedAgent sabotaged ? sabotaged.Inner : copy, outbox), other.Process.Life);
            }
            catch (SimulatedCrashException) when (other.Process != seat.Process)
            {
                host.OnDeath(other.Process);
                throw new StoreGoneException($"{agent} died");
            }
        }

        public ValueTask<bool> SettleAsync(CancellationToken cancellation) => new(IsQuiet);

        /// <summary>Nothing happens while a step of the run waits, so what waits for others is begun anew after a while.</summary>
        public Task PauseAsync(CancellationToken cancellation) => IsQuiet ? Task.CompletedTask : throw new StoreGoneException("others have yet to handle what waits");
    }
}
