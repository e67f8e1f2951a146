using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Reconciliation;
using Trading.Runtime.Brokers;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Desks;

/// <summary>The five agents, the lifecycles and one account in one process, with their memory in Redis, where other processes share it.</summary>
/// <remarks>
/// <para>Several of them may run over one Redis, as may agents in processes of their own: each copy takes what waits, and what one that
/// dies had in hand goes to another. Nothing is kept here that a step needs, so recovery is to go on.</para>
/// <para>While Redis is away the calls throw (<see cref="IsAway"/>), and are made again when it is back.</para>
/// </remarks>
public sealed partial class SharedDesk : IRunningDesk, IReconciledDesk
{
    private const int MostTakenAtOnce = 64;
    private const string OutsideName = "desk";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly LocalDeskSettings _settings;
    private readonly RedisDesk _redis;
    private readonly string _consumer;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ReconciledGate _gate;
    private readonly ImmutableArray<AgentRunner> _runners;
    private readonly AccountReconciliation _reconciliation;
    private readonly MarketDataAgent _polls;
    private readonly AccountRounds _rounds;
    private readonly LifecycleLease _lease;
    private readonly string _account;
    private AccountProblem? _elsewhere;
    private long _leasedAt;
    private DateTimeOffset _polledTo;
    private DateTimeOffset _riskDue;
    private DateTimeOffset _reconcileDue;
    private bool _isAway;

    /// <param name="consumer">The name of this copy, as no other has it.</param>
    public SharedDesk(LocalDeskSettings settings, RedisDesk redis, string consumer, IVenue venue, IMarketCalendar calendar, TimeProvider clock, ILoggerFactory logs)
    {
        (_settings, _redis, _consumer, Venue, _clock) = (settings, redis, consumer, venue, clock);
        _log = logs.CreateLogger<SharedDesk>();
        _lease = redis.LeaseOf(LifecycleLease.Agents);
        _account = venue.Account;
        var alarms = new WaitingAlarms(new LoggedAlarms(logs.CreateLogger<LoggedAlarms>()));
        Breakers = redis.BreakersOf([new(venue.Breaker, settings.Breaker)]);
        BreakerNames = [venue.Breaker];
        var broker = venue.Open(new VenueParts(Breakers, redis.State, alarms, clock, redis.RateLimits));
        _gate = new ReconciledGate(new PortfolioOpeningGate(redis.State));
        // Agents in other processes find in Redis the bars that are told here.
        var marketData = new MarketDataAgent(new BarKeepingSource(venue.MarketData, redis.Bars), calendar, venue.Watched);
        _polls = new MarketDataAgent(new BarKeepingSource(venue.NewBars, redis.Bars), calendar, venue.Watched);
        _runners =
        [
            RunnerOf(state => new StoredLifecycles(state, settings.Trades), logs),
            RunnerOf(_ => marketData, logs),
            RunnerOf(state => new RiskManagementAgent(state, venue.MarketData, calendar, settings.Risk, clock), logs),
            RunnerOf(state => new PositionManagementAgent(state, [_account], settings.Watch, calendar), logs),
            RunnerOf(_ => new StrategyAgent(settings.Strategies, venue.History, isOnlyCopy: false), logs),
            RunnerOf(_ => new OrderExecutionAgent([broker], _gate), logs),
        ];
        _rounds = new AccountRounds(venue, this, redis.Steps, alarms, clock, logs.CreateLogger<AccountRounds>());
        _reconciliation = new AccountReconciliation(broker, this, redis.Steps, _account, clock, logs.CreateLogger<AccountReconciliation>());
    }

    public IVenue Venue { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    public bool IsReconciled => _gate.IsOpen;

    public AccountProblem? Problem => _elsewhere ?? _rounds.Problem;

    public DateTimeOffset? NextWake { get; private set; }

    public ImmutableArray<Difference> Differences => _reconciliation.Differences;

    public IBreakers Breakers { get; }

    public IReadOnlyCollection<string> BreakerNames { get; }

    /// <summary>The end of the newest bar that was told of every watched symbol, in UTC; null where one was never told of.</summary>
    public async Task<DateTimeOffset?> LastTimeAsync(CancellationToken cancellation)
    {
        DateTimeOffset? last = null;
        foreach (var (symbol, period) in Venue.Watched)
        {
            if (await _redis.Bars.LastAsync(symbol, period, DateTimeOffset.MaxValue, 1, cancellation) is not [var newest]) return null;
            if (!(last <= newest.End)) last = newest.End;
        }
        return last;
    }

    public async Task<bool> StartAsync(CancellationToken cancellation)
    {
        if (await AreLifecyclesElsewhereAsync() || await _rounds.HasProblemAsync(cancellation)) return false;
        await Venue.AdvanceAsync(Now, cancellation);
        var now = Now;
        _polledTo = await LastTimeAsync(cancellation) ?? now;
        (_riskDue, _reconcileDue) = (now + _settings.RiskInterval, now + _settings.ReconcileInterval);
        if (!await _reconciliation.RunAsync(cancellation)) return false;
        _gate.Open();
        await RunUntilQuietAsync(cancellation);
        return true;
    }

    /// <exception cref="InvalidOperationException">Another kind of host has the lifecycles, after this one was away from Redis.</exception>
    public async Task TickAsync(CancellationToken cancellation)
    {
        if (await AreLifecyclesElsewhereAsync()) throw new InvalidOperationException(Problem!.Text);
        await Venue.AdvanceAsync(Now, cancellation);
        var (from, now) = (_polledTo, Now);
        await _rounds.SweepAsync(now, () => true, cancellation);
        await RunUntilQuietAsync(cancellation);
        await RunnerOf(AgentNames.MarketData).TickAsync(RootOf("market data", now), (_, outbox) => _polls.PollAsync(from, now, outbox, cancellation), cancellation);
        _polledTo = now;
        await RunnerOf(LifecycleRouting.Name).TickAsync(RootOf("wakes", now), (agent, outbox) => ((StoredLifecycles)agent).SayWakesAsync(outbox, cancellation), cancellation);
        if (now >= _riskDue)
        {
            _riskDue = now + _settings.RiskInterval;
            await RunnerOf(AgentNames.Risk).TickAsync(RootOf("risk", now), (agent, outbox) => ((RiskManagementAgent)agent).EvaluateAsync(outbox, cancellation), cancellation);
        }
        await RedeliverAsync(cancellation);
        NextWake = (await StoredLifecycles.IndexAsync(_redis.Steps, cancellation)).NextWake();
        await _redis.Canaries.SendWhenDueAsync(InboxRoutes.Desk.Inboxes);
        if (_isAway) LogBack();
        _isAway = false;
        if (now < _reconcileDue) return;
        _reconcileDue = now + _settings.ReconcileInterval;
        await _reconciliation.RunAsync(cancellation);
        await RunUntilQuietAsync(cancellation);
    }

    /// <summary>Whether another kind of host runs the lifecycles. By the clock of the machine, as Redis keeps the lease by its own.</summary>
    private async Task<bool> AreLifecyclesElsewhereAsync()
    {
        if (_leasedAt != 0 && Stopwatch.GetElapsedTime(_leasedAt) < LifecycleLease.Between) return false;
        var at = Stopwatch.GetTimestamp();
        _elsewhere = await _lease.TakeAsync() is { } text ? new AccountProblem(text, MayPass: false) : null;
        if (_elsewhere is null) _leasedAt = at;
        return _elsewhere is not null;
    }

    public async Task SayAsync(EventName name, Scope scope, string subject, Payload data, CancellationToken cancellation)
    {
        var now = Now;
        await _redis.Bus.PublishAsync(Message.First(MessageId.From($"{name}/{subject}/{_consumer}", now.UtcTicks), name, OutsideName, now, subject, scope, data), cancellation);
    }

    public async Task RunUntilQuietAsync(CancellationToken cancellation)
    {
        do
        {
            await _rounds.TakeNewsAsync(cancellation);
            await _rounds.TakeAlarmsAsync(cancellation);
        }
        while ((await Task.WhenAll(_runners.Select(runner => HandleAsync(runner, cancellation)))).Contains(true));
    }

    public async Task<DeskView> ViewAsync(CancellationToken cancellation)
    {
        var breakers = new List<BreakerView>();
        foreach (var name in BreakerNames) breakers.Add(DeskViews.Of(name, await Breakers.StatusAsync(name, cancellation)));
        var view = await DeskViews.OfAsync(_redis, _account, Now, breakers, cancellation);
        return view with { IsReconciled = IsReconciled, Differences = [.. _reconciliation.Differences.Select(one => $"{one.Code} {one.Subject}: {one.Detail}")] };
    }

    public bool IsAway(Exception fault)
    {
        // Others were faster each time: the next round decides again.
        if (fault is StepConflictException) return true;
        if (fault is not (RedisException or TimeoutException)) return false;
        if (!_isAway) LogAway(fault.Message);
        return _isAway = true;
    }

    ValueTask<LifecyclesSeen> IReconciledDesk.LiveAsync(CancellationToken cancellation) => StoredLifecycles.LiveAsync(_redis.Steps, cancellation);

    ValueTask<Orders.Order?> IReconciledDesk.FindEndedAsync(Orders.OrderId id, CancellationToken cancellation) => StoredLifecycles.FindAsync(_redis.Steps, id, cancellation);

    ValueTask IReconciledDesk.TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) =>
        RunnerOf(agent).TickAsync(root, tick, cancellation);

    /// <summary>Before the gate is open, what waits for the broker waits here: it is for this or another copy to send afterwards.</summary>
    async ValueTask<bool> IReconciledDesk.SettleAsync(CancellationToken cancellation)
    {
        await RedeliverAsync(cancellation);
        return await _redis.Inboxes.WaitingAsync(IsReconciled ? InboxRoutes.Desk.Inboxes : InboxRoutes.Desk.Inboxes.Remove(AgentNames.Orders)) == 0;
    }

    /// <summary>By the clock on the wall, because a desk that replays the past has a clock that stands still between two ticks.</summary>
    Task IReconciledDesk.PauseAsync(CancellationToken cancellation) => Task.Delay(BetweenLooks, TimeProvider.System, cancellation);

    private AgentRunner RunnerOf(Func<IStateStore, IAgent> make, ILoggerFactory logs) =>
        new(make, _redis.Steps, _redis.Inboxes, _settings.Redelivery, _clock, logs.CreateLogger<AgentRunner>());

    private async Task<bool> HandleAsync(AgentRunner runner, CancellationToken cancellation)
    {
        var name = runner.Agent.Name;
        if (name == AgentNames.Orders && !_gate.IsOpen) return false;
        var any = false;
        while (await _redis.Inboxes.TakeNewAsync(name, _consumer, MostTakenAtOnce, cancellation) is { Length: > 0 } entries)
        {
            foreach (var entry in entries) await runner.HandleAsync(entry, cancellation);
            any = true;
        }
        return any;
    }

    private async Task RedeliverAsync(CancellationToken cancellation)
    {
        await RunUntilQuietAsync(cancellation);
        foreach (var runner in _runners)
        {
            var name = runner.Agent.Name;
            if (name == AgentNames.Orders && !_gate.IsOpen) continue;
            foreach (var entry in await _redis.Inboxes.TakeOverdueAsync(name, _consumer, _settings.Redelivery, MostTakenAtOnce, cancellation))
                await runner.HandleAsync(entry, cancellation);
        }
        await RunUntilQuietAsync(cancellation);
    }

    private AgentRunner RunnerOf(string agent) => _runners.Single(runner => runner.Agent.Name == agent);

    private static MessageId RootOf(string what, DateTimeOffset now) => MessageId.From(what, now.UtcTicks);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away, so nothing is traded; the desk goes on when it is back: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back")]
    private partial void LogBack();
}
