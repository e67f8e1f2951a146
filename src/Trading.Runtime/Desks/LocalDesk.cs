using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Brokers;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;

namespace Trading.Runtime.Desks;

/// <summary>The five agents, the lifecycles and one account on one machine, with a journal that outlives the process.</summary>
/// <remarks>
/// <para>One thread at a time calls <see cref="StartAsync"/>, <see cref="TickAsync"/> and the rest; the agents of one round run beside
/// each other, so that their steps share a write.</para>
/// <para>At the start nothing is handed to the agent that calls the broker, and no market data is polled, before desk and broker agree.</para>
/// </remarks>
public sealed partial class LocalDesk : IRunningDesk, IAsyncDisposable
{
    private const int MostTakenAtOnce = 64;
    private const string OutsideName = "desk";

    private readonly LocalDeskSettings _settings;
    private readonly IVenue _venue;
    private readonly TimeProvider _clock;
    private readonly JournalledLifecycles _lifecycles;
    private readonly JournalledBreakers _breakers;
    private readonly ReconciledGate _gate;
    private readonly MarketDataAgent _marketData;
    private readonly AccountReconciliation _reconciliation;
    private readonly MarketDataAgent _polls;
    private readonly AccountRounds _rounds;
    private readonly ImmutableArray<AgentRunner> _runners;
    private readonly string _account;
    private readonly TimeProvider _wall;
    private DateTimeOffset _polledTo;
    private DateTimeOffset _riskDue;
    private DateTimeOffset _reconcileDue;

    private LocalDesk(LocalDeskSettings settings, IJournalFile file, IVenue venue, IMarketCalendar calendar, TimeProvider clock, ILoggerFactory logs, TimeProvider wall)
    {
        (_settings, _venue, _clock, _wall) = (settings, venue, clock, wall);
        _account = venue.Account;
        _lifecycles = new JournalledLifecycles(settings.Trades);
        _marketData = new MarketDataAgent(venue.MarketData, calendar, venue.Watched);
        _polls = new MarketDataAgent(venue.NewBars, calendar, venue.Watched);
        var alarms = new WaitingAlarms(new LoggedAlarms(logs.CreateLogger<LoggedAlarms>()));
        IBroker? broker = null;
        ReconciledGate gate = null!;
        IAgent MakeRisk(IStateStore state) => new RiskManagementAgent(state, venue.MarketData, calendar, settings.Risk, clock);
        IAgent MakeOrders(IStateStore state) => new OrderExecutionAgent(broker is null ? [] : [broker], gate);
        IAgent MakePositions(IStateStore state) => new PositionManagementAgent(state, [_account], settings.Watch, calendar, isOnlyCopy: true);
        IAgent MakeStrategy(IStateStore state) => new StrategyAgent(settings.Strategies, venue.History, isOnlyCopy: true);
        ImmutableArray<Func<IStateStore, IAgent>> makes = [_ => _lifecycles.Current(), _ => _marketData, MakeRisk, MakePositions, MakeStrategy, MakeOrders];

        // Names and what is heard are the same for every copy, and are needed before there is a store.
        var nowhere = new InMemoryStateStore();
        gate = new ReconciledGate(new PortfolioOpeningGate(nowhere));
        Journal = Journal.Open(file, settings.Journal, clock, makes.Select(make => make(nowhere)).Select(agent => (agent.Name, agent.Hears)), _lifecycles);
        _breakers = new JournalledBreakers(Journal, ImmutableDictionary<string, Breakers.BreakerOptions>.Empty.Add(venue.Breaker, settings.Breaker), clock);
        broker = venue.Open(new VenueParts(_breakers, new StepwiseStateStore(Journal, clock), alarms, clock));
        _gate = gate = new ReconciledGate(new PortfolioOpeningGate(new StepStateStore(Journal)));
        _runners = [.. makes.Select(make => new AgentRunner(make, Journal, Journal, settings.Redelivery, clock, logs.CreateLogger<AgentRunner>()))];
        Broker = broker;
        _rounds = new AccountRounds(venue, this, Journal, alarms, clock, logs.CreateLogger<AccountRounds>());
        _reconciliation = new AccountReconciliation(broker, this, Journal, _account, clock, logs.CreateLogger<AccountReconciliation>());
    }

    public Journal Journal { get; }

    /// <summary>The broker; its calls pass the breaker.</summary>
    public IBroker Broker { get; }

    public JournalledLifecycles Lifecycles => _lifecycles;

    public IBreakers Breakers => _breakers;

    public IReadOnlyCollection<string> BreakerNames => [.. _breakers.Names];

    public DateTimeOffset? NextWake => _lifecycles.NextWake;

    public IVenue Venue => _venue;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Whether desk and broker have agreed since the start.</summary>
    public bool IsReconciled => _gate.IsOpen;

    /// <summary>Why nothing may trade on the account, as it was found at the start; null when the account is as configured.</summary>
    public AccountProblem? Problem => _rounds.Problem;

    /// <summary>Opens a desk on its journal and recovers what that holds. Nothing is done yet.</summary>
    /// <param name="clock">The desk's time, which a replay brings forward.</param>
    /// <param name="wall">The time in which it waits for others; null for the machine's own.</param>
    /// <exception cref="JournalFileException">The journal cannot be read.</exception>
    public static LocalDesk Open(
        LocalDeskSettings settings, IJournalFile file, IVenue venue, IMarketCalendar calendar, TimeProvider clock, ILoggerFactory logs, TimeProvider? wall = null) =>
        new(settings, file, venue, calendar, clock, logs, wall ?? TimeProvider.System);

    /// <summary>Makes desk and broker agree, then lets what waits go on.</summary>
    /// <returns>
    /// Whether they agree. When not, the account is not what is configured, which <see cref="Problem"/> tells, or the broker did not say what
    /// it has, and the start is to be tried again.
    /// </returns>
    public async Task<bool> StartAsync(CancellationToken cancellation)
    {
        if (await _rounds.HasProblemAsync(cancellation)) return false;
        var now = Now;
        await _venue.AdvanceAsync(now, cancellation);
        _polledTo = Journal.LastTimeOf(_marketData.Name) ?? now;
        (_riskDue, _reconcileDue) = (now + _settings.RiskInterval, now + _settings.ReconcileInterval);
        await StoreSettingsAsync(cancellation);
        if (!await ReconcileAsync(cancellation)) return false;
        _gate.Open();
        await RunUntilQuietAsync(cancellation);
        return true;
    }

    /// <summary>Lets everything happen that is due by the clock, and all that follows from it.</summary>
    /// <exception cref="JournalStoppedException">The journal has stopped.</exception>
    public async Task TickAsync(CancellationToken cancellation)
    {
        var now = Now;
        await _venue.AdvanceAsync(now, cancellation);
        await _rounds.SweepAsync(now, () => _lifecycles.Orders.Any(order => !order.State.IsEnded()), cancellation);
        await RunUntilQuietAsync(cancellation);
        var from = _polledTo;
        await RunnerOf(_marketData.Name).TickAsync(RootOf("market data", now), (_, outbox) => _polls.PollAsync(from, now, outbox, cancellation), cancellation);
        _polledTo = now;
        await WakeAsync(now, cancellation);
        if (now >= _riskDue)
        {
            _riskDue = now + _settings.RiskInterval;
            await RunnerOf(AgentNames.Risk).TickAsync(RootOf("risk", now), (agent, outbox) => ((RiskManagementAgent)agent).EvaluateAsync(outbox, cancellation), cancellation);
        }
        await RunUntilQuietAsync(cancellation);
        await RedeliverAsync(cancellation);
        if (now < _reconcileDue) return;
        _reconcileDue = now + _settings.ReconcileInterval;
        await ReconcileAsync(cancellation);
        await RunUntilQuietAsync(cancellation);
    }

    /// <summary>Says something from outside, such as a person's command; it is on the disk when this returns.</summary>
    public async Task SayAsync(EventName name, Scope scope, string subject, Payload data, CancellationToken cancellation)
    {
        var now = Now;
        var message = Message.First(MessageId.From($"{name}/{subject}/{Journal.Sequence}", now.UtcTicks), name, OutsideName, now, subject, scope, data);
        await Journal.CommitAsync(new Step { Agent = OutsideName, Time = now, Said = [message] }, cancellation);
    }

    /// <summary>Hands out messages until none waits that can be handled now.</summary>
    public async Task RunUntilQuietAsync(CancellationToken cancellation)
    {
        do
        {
            ThrowIfStopped();
            await _rounds.TakeNewsAsync(cancellation);
            await _rounds.TakeAlarmsAsync(cancellation);
        }
        while (await HandleAllAsync(cancellation));
    }

    public Task<DeskView> ViewAsync(CancellationToken cancellation) => DeskViews.OfAsync(this);

    /// <summary>A journal that has stopped does not come back.</summary>
    public bool IsAway(Exception fault) => false;

    /// <summary>Closes the journal with a snapshot. The venue and the file are the caller's to dispose.</summary>
    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        _breakers.Dispose();
    }

    private async Task<bool> HandleAllAsync(CancellationToken cancellation)
    {
        var handled = await Task.WhenAll(_runners.Select(runner => HandleAsync(runner, cancellation)));
        return handled.Contains(true);
    }

    private async Task<bool> HandleAsync(AgentRunner runner, CancellationToken cancellation)
    {
        var name = runner.Agent.Name;
        if (name == AgentNames.Orders && !_gate.IsOpen) return false;
        var any = false;
        while (await Journal.TakeNewAsync(name, OutsideName, MostTakenAtOnce, cancellation) is { Length: > 0 } entries)
        {
            foreach (var entry in entries) await runner.HandleAsync(entry, cancellation);
            any = true;
        }
        return any;
    }

    private async Task RedeliverAsync(CancellationToken cancellation)
    {
        foreach (var runner in _runners)
            foreach (var entry in await Journal.TakeOverdueAsync(runner.Agent.Name, OutsideName, _settings.Redelivery, MostTakenAtOnce, cancellation))
                await runner.HandleAsync(entry, cancellation);
        await RunUntilQuietAsync(cancellation);
    }

    private async Task WakeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await RunUntilQuietAsync(cancellation);
        while (_lifecycles.NextWake <= now)
        {
            await RunnerOf(_lifecycles.Name).TickAsync(RootOf("wakes", now), (_, outbox) =>
            {
                _lifecycles.SayWakes(outbox);
                return ValueTask.CompletedTask;
            }, cancellation);
            await RunUntilQuietAsync(cancellation);
        }
    }

    private async Task StoreSettingsAsync(CancellationToken cancellation)
    {
        var (known, version) = await Journal.LoadAsync<Trades.TradeSettings>(JournalledLifecycles.SettingsKey, cancellation);
        if (known == _settings.Trades) return;
        await Journal.CommitAsync(
            new Step { Agent = _lifecycles.Name, Time = Now, Writes = [new StateWrite(JournalledLifecycles.SettingsKey, _settings.Trades, version)] }, cancellation);
    }

    private AgentRunner RunnerOf(string agent) => _runners.Single(runner => runner.Agent.Name == agent);

    private static MessageId RootOf(string what, DateTimeOffset now) => MessageId.From(what, now.UtcTicks);

    private void ThrowIfStopped()
    {
        if (Journal.Stopped is { IsCompleted: true, Result: JournalStoppedException stopped }) throw new JournalStoppedException(stopped.InnerException!);
    }
}
