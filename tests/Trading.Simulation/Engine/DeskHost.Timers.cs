using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Simulation;

/// <summary>What the desk does by the clock, and how its processes die and come back.</summary>
internal sealed partial class DeskHost
{
    private static readonly TimeSpan RiskInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan QuoteInterval = TimeSpan.FromSeconds(300);

    /// <summary>The processes whose restart is due.</summary>
    private readonly HashSet<Process> _dead = [];

    private DateTimeOffset _polledTo;
    private DateTimeOffset _reconcileDue;
    private long _words;

    public void Start()
    {
        _polledTo = _world.Desk.GetUtcNow();
        ReconcileUntilDone(++_turn);
        foreach (var session in _days.Sessions)
        {
            _world.Agenda.Add(session.Open + RiskInterval, EvaluateRisk);
            _world.Agenda.Add(session.Open + ReconcileInterval, ReconcileFromTimeToTime);
            _world.Agenda.Add(session.Open + QuoteInterval, AskForQuotes);
        }
    }

    public void Poll()
    {
        if (SeatOf("marketdata") is not { } seat) return;
        var to = _world.Desk.GetUtcNow();
        var from = _polledTo;
        var isDone = true;
        Tick(seat, MessageId.From("poll", to.UtcTicks), (agent, outbox) => Unwrapped<MarketDataAgent>(agent).PollAsync(from, to, outbox, CancellationToken.None), () => isDone = false);
        if (isDone && seat.Process.IsUp && to > _polledTo) _polledTo = to;
        if (!isDone) _world.After(TimeSpan.FromSeconds(5), Poll);
    }

    public void Say(EventName name, Payload data)
    {
        var now = _world.Desk.GetUtcNow();
        Publish(Message.First(MessageId.From("operator", ++_words), name, "operator", now, "desk", Messages.Scope.Desk, data));
    }

    private void Publish(Message message) =>
        Finish(_store.CommitAsync(new Step { Agent = message.Source, Time = message.Time, Said = [message] }, CancellationToken.None));

    public void Doom(Dice dice)
    {
        var process = _processes[dice.Below(_processes.Length)];
        if (!process.IsUp) return;
        if (dice.Chance(7000))
        {
            process.Doom(dice.Below(12));
            return;
        }
        process.Die();
        OnDeath(process);
    }

    public void OnClockJump()
    {
        if (_wakeDue is { } due) WakeAt(due);
    }

    public void OnCalm()
    {
        OnClockJump();
        foreach (var process in _processes)
        {
            process.Spare();
            ResetBreaker(process);
        }
        foreach (var inbox in _store.Inboxes) Drain(inbox);
    }

    private void OnDeath(Process process)
    {
        if (!_dead.Add(process)) return;
        _world.Chronicle?.Tell(_world.Now, null, $"{process.Name} died");
        var downFor = _world.Faults.Dice.Chance(8000) ? _world.Faults.Dice.Seconds(1, 60) : _world.Faults.Dice.Seconds(60, 600);
        _world.Faults.Stir(_world.Now + downFor);
        _world.After(downFor, () => Restart(process));
    }

    private void Restart(Process process)
    {
        _dead.Remove(process);
        process.Start();
        Furnish(process);
        _world.Chronicle?.Tell(_world.Now, null, $"{process.Name} is up again");
        foreach (var seat in _seats)
        {
            if (seat.Process != process) continue;
            Drain(seat.Inbox);
            switch (seat.Inbox.Name)
            {
                case "marketdata":
                    // What it had brought it no longer knows; a bar that comes again is one message.
                    _polledTo = _world.Desk.GetUtcNow() - DeskRules.Period.Length;
                    Poll();
                    break;
                case "orders":
                    ReconcileUntilDone(++_turn);
                    break;
                case "lifecycles":
                    OnClockJump();
                    break;
            }
        }
    }

    private void Drain(StreamInbox inbox)
    {
        foreach (var entry in inbox.New) _world.Agenda.Add(entry.AvailableAt > _world.Now ? entry.AvailableAt : _world.Now, () => Deliver(inbox));
        if (inbox.Taken.Count > 0) RedeliverAfter(inbox, 1);
    }

    private void EvaluateRisk()
    {
        if (!_days.IsOpenAt(_world.Now)) return;
        _world.After(RiskInterval, EvaluateRisk);
        if (SeatOf("risk") is not { } seat) return;
        Tick(seat, MessageId.From("risk evaluated", _world.Now.UtcTicks), static (agent, outbox) => Unwrapped<RiskManagementAgent>(agent).EvaluateAsync(outbox, CancellationToken.None));
    }

    private void AskForQuotes()
    {
        if (!_days.IsOpenAt(_world.Now)) return;
        _world.After(QuoteInterval, AskForQuotes);
        foreach (var symbol in DeskRules.Symbols)
        {
            if (!_broker.Holds(symbol)) continue;
            var now = _world.Desk.GetUtcNow();
            var ask = Message.First(
                MessageId.From($"quote of {symbol}", now.UtcTicks), EventNames.QuoteRequested, "desk", now, symbol.Value, Messages.Scope.OfMarket(symbol), new QuoteRequested(symbol));
            if (!_world.Faults.IsStoreGone) Publish(ask);
        }
    }

    /// <summary>Somebody logs in again and resets the breakers; until then the broker is out of reach.</summary>
    private void OnRefused()
    {
        var delay = _world.Scheduling.Seconds(5, 240);
        _world.Faults.Stir(_world.Now + delay);
        _world.After(delay, () =>
        {
            foreach (var process in _processes) ResetBreaker(process);
        });
    }

    private void ResetBreaker(Process process)
    {
        foreach (var name in (ReadOnlySpan<string>)[BreakerNames.Schwab, BreakerNames.AlpacaPaper])
            Finish(_breakers[process].ResetAsync(name, _world.Desk.GetUtcNow(), CancellationToken.None));
    }

    private static T Unwrapped<T>(IAgent agent)
        where T : class, IAgent => agent as T ?? (T)((ISabotagedAgent)agent).Inner;
}
