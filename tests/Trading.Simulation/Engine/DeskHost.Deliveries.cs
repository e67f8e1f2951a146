using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>What an agent is given to handle: entries of its inbox, news from the broker's stream, and the waking of lifecycles.</summary>
internal sealed partial class DeskHost
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private DateTimeOffset? _wakeDue;
    private bool _isInterleaved;

    /// <summary>The broker's stream brought something; what cannot be taken in now is lost, and found by a sweep.</summary>
    public void OnNews(BrokerUpdate update)
    {
        if (_world.Faults.IsStreamSilent || SeatOf("orders") is not { } seat) return;
        var root = MessageId.From($"news {update.ClientOrderId}", _world.Now.UtcTicks);
        Tick(seat, root, (_, outbox) =>
        {
            OrderExecutionAgent.OnUpdate(World.Account, update, outbox);
            return ValueTask.CompletedTask;
        });
    }

    private void Deliver(StreamInbox inbox)
    {
        if (inbox.New.Count == 0 || SeatOf(inbox.Name) is not { } seat) return; // who comes back takes what is there
        Run(seat, () =>
        {
            foreach (var entry in Finish(seat.Wire.TakeNewAsync(inbox.Name, seat.Name, 1, seat.Process.Life)))
            {
                // The trigger acknowledged it and died of something else.
                if (_world.Faults.Strike(FaultKind.DeliveryLost)) RedeliverAfter(inbox, entry.Deliveries);
                else Handle(seat, entry);
            }
        }, () => _world.After(Soon, () => Deliver(inbox)));
        if (inbox.Taken.Count > 0) RedeliverAfter(inbox, inbox.Taken[^1].Deliveries);
        else if (!seat.Process.IsUp) RedeliverAfter(inbox, 1); // it may have died before it took what it was called for
    }

    private void Redeliver(StreamInbox inbox)
    {
        if (inbox is { Taken: [], New: [] } || SeatOf(inbox.Name) is not { } seat) return;
        Run(seat, () =>
        {
            foreach (var entry in Finish(seat.Wire.TakeOverdueAsync(inbox.Name, seat.Name, DeskRules.Redelivery, 8, seat.Process.Life))) Handle(seat, entry);
        }, static () => { });
        if (inbox.Taken.Count > 0 || !seat.Process.IsUp) _world.After(DeskRules.Redelivery.First, () => Redeliver(inbox));
    }

    private void RedeliverAfter(StreamInbox inbox, int deliveries) => _world.After(DeskRules.Redelivery.After(deliveries), () => Redeliver(inbox));

    private void Handle(Seat seat, InboxEntry entry)
    {
        var outcome = Finish(seat.Runner.HandleAsync(entry, seat.Process.Life));
        if (outcome is HandlingOutcome.Failed or HandlingOutcome.Buried)
            _world.Chronicle?.Tell(_world.Now, null, $"{seat.Name} {outcome} {entry.Message.Name} for {entry.Message.Subject}, delivery {entry.Deliveries}");
    }

    private void OnWritten(object value)
    {
        if (value is not LifecycleIndex index) return;
        var due = index.NextWake();
        if (_wakeDue == due) return;
        _wakeDue = due;
        if (due is { } time) WakeAt(time);
    }

    private void WakeAt(DateTimeOffset due)
    {
        var time = _world.Desk.TrueTimeOf(due);
        _world.Agenda.Add(time > _world.Now ? time : _world.Now + TimeSpan.FromMilliseconds(1), () => Wake(due));
    }

    private void Wake(DateTimeOffset due)
    {
        if (_wakeDue != due || SeatOf(LifecycleRouting.Name) is not { } seat) return;
        var now = _world.Desk.GetUtcNow();
        if (now < due)
        {
            WakeAt(due);
            return;
        }
        Tick(seat, MessageId.From("wakes", _world.Now.UtcTicks), static (agent, outbox) => Unwrapped<StoredLifecycles>(agent).SayWakesAsync(outbox, CancellationToken.None));
        if (_wakeDue == due) _world.After(Soon, () => Wake(due)); // it could not be stored
    }

    private void Tick(Seat seat, MessageId root, Func<IAgent, Outbox, ValueTask> act, Action? failed = null) =>
        Run(seat, () => Finish(seat.Runner.TickAsync(root, act, seat.Process.Life)), failed ?? (static () => { }));

    /// <summary>Lets a process do something, in the middle of which it may die.</summary>
    private void Run(Seat seat, Action act, Action failed)
    {
        var outer = _broker.Caller;
        _broker.Caller = seat.Process;
        seat.IsBusy = true;
        try
        {
            act();
        }
        catch (SimulatedCrashException)
        {
            OnDeath(seat.Process);
        }
        catch (StoreGoneException)
        {
            // Of several calls at once one may have failed and another been its last.
            if (seat.Process.IsUp) failed();
            else OnDeath(seat.Process);
        }
        finally
        {
            seat.IsBusy = false;
            _broker.Caller = outer;
        }
    }

    /// <summary>Between deciding and committing of one copy another may decide and commit, so that the first meets a changed version.</summary>
    private void Interleave(Seat seat)
    {
        if (_layout.IsOnlyCopy || _isInterleaved || !_world.Scheduling.Chance(400)) return;
        _isInterleaved = true;
        Deliver(seat.Inbox);
        _isInterleaved = false;
    }

    /// <summary>A copy of an agent whose process is up and which does nothing else; null when there is none.</summary>
    private Seat? SeatOf(string agent)
    {
        var up = 0;
        foreach (var seat in _seats)
            if (seat.Inbox.Name == agent && seat.Process.IsUp && !seat.IsBusy) up++;
        if (up == 0) return null;
        var chosen = up == 1 ? 0 : _world.Scheduling.Below(up);
        foreach (var seat in _seats)
            if (seat.Inbox.Name == agent && seat.Process.IsUp && !seat.IsBusy && chosen-- == 0) return seat;
        return null;
    }

    private static void Finish(ValueTask done) => done.GetAwaiter().GetResult();

    private static T Finish<T>(ValueTask<T> done) => done.GetAwaiter().GetResult();
}
