using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Messages;
using Trading.Runtime.Desks;
using Trading.Runtime.Journals;

namespace Trading.Simulation;

/// <summary>Runs a desk on one machine as <c>trading run</c> does: the real desk over its journal, with a disk, a clock and a broker that are not.</summary>
/// <remarks>Whatever is committed in one round of the agents goes to the disk in one write, as in a desk whose writer is busy.</remarks>
internal sealed partial class LocalDeskHost : IDesk
{
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMinutes(15);

    private readonly World _world;
    private readonly FaultyBroker _broker;
    private readonly Sabotage _sabotage;
    private readonly TradingDays _days;
    private readonly Process _process;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedVenue _venue;
    private readonly LocalDeskSettings _settings;
    private readonly ILoggerFactory _logs;
    private LocalDesk? _desk;
    private bool _isStarted;
    private DateTimeOffset? _tickDue;
    private DateTimeOffset _lookDue;

    public LocalDeskHost(World world, FaultyBroker broker, MarketFeed feed, Sabotage sabotage, TradingDays days)
    {
        (_world, _broker, _sabotage, _days) = (world, broker, sabotage, days);
        var dice = Dice.For(world.Seed, "desk");
        _process = new Process("desk", world);
        _logs = world.Chronicle is { } chronicle ? new ChronicledLogs(chronicle, world.Truth) : NullLoggerFactory.Instance;
        _disk = new SimulatedDisk(world, _process) { Written = OnWritten };
        _settings = new LocalDeskSettings
        {
            Strategies = [.. DeskRules.StrategiesOf(world.Seed)],
            Risk = DeskRules.Risk,
            Trades = DeskRules.TradesOf(dice),
            Journal = new JournalOptions { Writing = JournalWriting.WhenTold, RowsBetweenSnapshots = dice.Between(20, 1_000), MostHandledKept = 2_000 },
            Redelivery = DeskRules.Redelivery,
            ReconcileInterval = Interval,
        };
        _venue = new SimulatedVenue(sabotage.Wrap((IBroker)broker), dice.Chance(6000) ? BrokerKind.Alpaca : BrokerKind.Schwab, feed);
        _broker.Sent = LookSoon;
        _broker.Refused = () => _world.After(_world.Faults.Notice(_world.Scheduling.Seconds(5, 240)), ResetBreaker);
    }

    public IDeskMemory Memory => this;

    public void Start()
    {
        Open();
        foreach (var session in _days.Sessions) _world.Agenda.Add(session.Open + Interval, LookFromTimeToTime);
    }

    public void Poll() => Tick();

    public void Say(EventName name, Payload data)
    {
        if (_desk is not { } desk) _world.After(BetweenTries, () => Say(name, data));
        else if (Run(() => desk.SayAsync(name, Scope.Desk, "desk", data, _process.Life))) TickBy(_world.Now);
    }

    public void OnNews(BrokerUpdate update)
    {
        if (_world.Faults.IsStreamSilent || !_process.IsUp) return; // what is lost now a reconciliation finds
        _venue.Bring(update);
        TickBy(_world.Now + _world.Scheduling.Milliseconds(0, 20));
    }

    public void Doom(Dice dice)
    {
        if (!_process.IsUp) return;
        if (dice.Chance(7000))
        {
            _process.Doom(dice.Below(20));
            return;
        }
        _process.Die();
        OnDeath();
    }

    public void OnClockJump() => TickBy(_world.Now);

    public void OnCalm()
    {
        _process.Spare();
        ResetBreaker();
        TickBy(_world.Now);
    }

    public void Dispose() => _process.Dispose();

    private void Open()
    {
        _desk = LocalDesk.Open(_settings, _sabotage.Wrap((IJournalFile)_disk), _venue, TradingDays.Calendar, _sabotage.Wrap(_world.Desk), _logs, InstantTime.Instance);
        CompareWithStored(_desk);
        TryStart(_desk);
    }

    private void TryStart(LocalDesk desk)
    {
        if (desk != _desk) return;
        var agrees = false;
        if (!Run(async () => agrees = await desk.StartAsync(_process.Life))) return;
        _isStarted = agrees;
        if (agrees) TickBy(_world.Now);
        else _world.After(BetweenStarts, () => TryStart(desk));
    }

    private void Tick()
    {
        if (_desk is not { } desk || !_isStarted || !Run(() => desk.TickAsync(_process.Life))) return;
        if (desk.Lifecycles.NextWake is { } wake) TickBy(_world.Desk.TrueTimeOf(wake));
        if (desk.Journal.Waiting > 0) TickBy(_world.Now + DeskRules.Redelivery.First);
    }

    /// <summary>Has the desk tick at a time, unless it ticks before.</summary>
    private void TickBy(DateTimeOffset time)
    {
        if (time <= _world.Now) time = _world.Now + TimeSpan.FromMilliseconds(1);
        if (_tickDue <= time) return;
        _tickDue = time;
        _world.Agenda.Add(time, () =>
        {
            if (_tickDue != time) return;
            _tickDue = null;
            Tick();
        });
    }

    private void LookFromTimeToTime()
    {
        if (!_days.IsOpenAt(_world.Now)) return;
        _lookDue = _world.Now + (_broker.IsBusy ? Interval : IdleInterval);
        _world.Agenda.Add(_lookDue, LookWhenDue);
        Tick();
    }

    private void LookWhenDue()
    {
        if (_world.Now >= _lookDue) LookFromTimeToTime();
    }

    /// <summary>An order went out, so that there is something to look for before long.</summary>
    private void LookSoon()
    {
        if (_lookDue <= _world.Now + Interval) return;
        _lookDue = _world.Now + Interval;
        _world.Agenda.Add(_lookDue, LookWhenDue);
    }

    /// <summary>Lets the desk do something, in the middle of which its process may die. Whether it lived to the end.</summary>
    private bool Run(Func<Task> act)
    {
        var desk = _desk!;
        _broker.Caller = _process;
        try
        {
            var doing = act();
            while (!doing.IsCompleted && _process.IsUp)
                if (!desk.Journal.WritePending() && !doing.IsCompleted && _process.IsUp) throw new InvalidOperationException("The desk waits for what does not come.");
            if (_process.IsUp) doing.GetAwaiter().GetResult();
        }
        catch (JournalStoppedException stopped) when (_process.IsUp)
        {
            // It has said why and ended; a person makes room and starts it again.
            _world.Chronicle?.Tell(_world.Now, null, $"the journal stopped: {stopped.InnerException!.Message}");
            _process.Die();
        }
        catch (Exception) when (!_process.IsUp)
        {
            // It is dead, and whatever it threw nobody heard.
        }
        finally
        {
            _broker.Caller = null;
        }
        if (_process.IsUp) return true;
        OnDeath();
        return false;
    }

    private void OnDeath()
    {
        _world.Chronicle?.Tell(_world.Now, null, "the desk died");
        (_desk, _isStarted, _tickDue) = (null, false, null);
        _venue.Forget();
        var downFor = _world.Faults.Dice.Chance(8000) ? _world.Faults.Dice.Seconds(1, 60) : _world.Faults.Dice.Seconds(60, 600);
        _world.After(_world.Faults.Notice(downFor), () =>
        {
            _process.Start();
            _world.Chronicle?.Tell(_world.Now, null, "the desk is up again");
            Open();
        });
    }

    /// <summary>Somebody logs in again and resets the breaker.</summary>
    private void ResetBreaker()
    {
        if (_desk is not { } desk) _world.After(BetweenTries, ResetBreaker);
        else Run(async () => await desk.Breakers.ResetAsync(_venue.Breaker, _world.Desk.GetUtcNow(), CancellationToken.None));
    }
}
