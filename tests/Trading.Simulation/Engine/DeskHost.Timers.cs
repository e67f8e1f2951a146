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
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan QuoteInterval = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private DateTimeOffset _polledTo;
    private DateTimeOffset _sweptTo;
    private bool _isTold;

    /// <summary>Starts the desk for the first time.</summary>
    public void Start()
    {
        _polledTo = _world.Desk.GetUtcNow();
        _sweptTo = _polledTo - Day;
        TellAccount();
        foreach (var session in _days.Sessions)
        {
            _world.Agenda.Add(session.Open + RiskInterval, EvaluateRisk);
            _world.Agenda.Add(session.Open + SweepInterval, Sweep);
            _world.Agenda.Add(session.Open + QuoteInterval, AskForQuotes);
        }
    }

    /// <summary>The market data agent brings the bars that ended since it last did.</summary>
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

    /// <summary>Somebody outside the agents says something.</summary>
    public void Publish(Message message) =>
        Finish(_store.CommitAsync(new Step { Agent = message.Source, Time = message.Time, Said = [message] }, CancellationToken.None));

    /// <summary>Lets a process die at one of its next steps, or at once.</summary>
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

    /// <summary>What was to be done at a time of the desk's clock is done at another.</summary>
    public void OnClockJump()
    {
        foreach (var (key, due) in _due.ToArray()) WakeAt(key, due);
    }

    /// <summary>The faults are over: an operator resets what stays open until somebody does.</summary>
    public void OnCalm()
    {
        OnClockJump();
        foreach (var process in _processes)
        {
            process.Spare();
            ResetBreaker(process);
        }
        foreach (var inbox in _store.Inboxes) Drain(inbox);
        _sweptTo = _world.Desk.GetUtcNow() - Day;
    }

    private void OnDeath(Process process)
    {
        _world.Chronicle?.Tell(_world.Now, null, $"{process.Name} died");
        var downFor = _world.Faults.Dice.Chance(8000) ? _world.Faults.Dice.Seconds(1, 60) : _world.Faults.Dice.Seconds(60, 600);
        _world.Faults.Stir(_world.Now + downFor);
        _world.After(downFor, () => Restart(process));
    }

    private void Restart(Process process)
    {
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
                    _sweptTo = _world.Desk.GetUtcNow() - Day;
                    SweepOnce();
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

    private void TellAccount()
    {
        if (_isTold) return;
        var answer = Finish(_broker.AccountAsync(CancellationToken.None));
        if (answer is { IsDone: true, Value: { } account } && SeatOf("risk") is { } seat)
        {
            var root = MessageId.From("account", _world.Now.UtcTicks);
            Tick(seat, root, (agent, outbox) => Unwrapped<RiskManagementAgent>(agent).SetAccountAsync(World.Account, account, outbox, CancellationToken.None));
            _isTold = _store.Peek<Risk.Portfolio>(new StateKey(Risk.Portfolio.Kind, World.Account)) is { IsKnown: true };
        }
        if (!_isTold) _world.After(TimeSpan.FromSeconds(10), TellAccount);
    }

    private void EvaluateRisk()
    {
        if (!_days.IsOpenAt(_world.Now)) return;
        _world.After(RiskInterval, EvaluateRisk);
        if (SeatOf("risk") is not { } seat) return;
        Tick(seat, MessageId.From("risk evaluated", _world.Now.UtcTicks), static (agent, outbox) => Unwrapped<RiskManagementAgent>(agent).EvaluateAsync(outbox, CancellationToken.None));
    }

    private void Sweep()
    {
        if (!_days.IsOpenAt(_world.Now)) return;
        var isBusy = _broker.IsBusy;
        _world.After(isBusy ? SweepInterval : IdleInterval, Sweep);
        SweepOnce();
    }

    private void SweepOnce()
    {
        if (SeatOf("orders") is not { } seat) return;
        var now = _world.Desk.GetUtcNow();
        var since = _sweptTo - TimeSpan.FromMinutes(2);
        var isDone = true;
        var calls = _broker.AnsweredSweeps;
        Tick(seat, MessageId.From("sweep", _world.Now.UtcTicks), (agent, outbox) => Unwrapped<OrderExecutionAgent>(agent).SweepAsync(World.Account, since, outbox, CancellationToken.None), () => isDone = false);
        if (isDone && seat.Process.IsUp && _broker.AnsweredSweeps > calls) _sweptTo = now;
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
