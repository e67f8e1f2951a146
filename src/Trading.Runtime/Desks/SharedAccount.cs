using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Brokers;
using Trading.Runtime.Configuration;
using Trading.Runtime.Delivery;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Desks;

/// <summary>The account behind one copy of the agent that carries orders, where every agent of the desk is a process of its own.</summary>
/// <remarks>
/// Nothing is handed to the copy before desk and broker agree. Then it takes the account's news, sweeps and alarms, and reconciles from
/// time to time. Any number of copies may do so beside each other.
/// </remarks>
public sealed partial class SharedAccount : IReconciledDesk
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReconcileEvery = TimeSpan.FromMinutes(5);

    private readonly IVenue _venue;
    private readonly RedisDesk _redis;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly IBroker _broker;
    private readonly ReconciledGate _gate;
    private readonly AccountRounds _rounds;
    private readonly AccountReconciliation _reconciliation;
    private readonly ImmutableArray<AgentRunner> _runners;
    private DateTimeOffset _reconcileDue;

    /// <param name="venue">Opened by this account, and brought forward by it.</param>
    /// <param name="clock">The account's time.</param>
    public SharedAccount(IVenue venue, DeskConfiguration configuration, RedisDesk redis, IMarketCalendar calendar, TimeProvider clock, ILoggerFactory logs)
    {
        (_venue, _redis, _clock, _log) = (venue, redis, clock, logs.CreateLogger<SharedAccount>());
        var alarms = new WaitingAlarms(new LoggedAlarms(logs.CreateLogger<LoggedAlarms>()));
        var breakers = redis.BreakersOf([new(venue.Breaker, new Breakers.BreakerOptions())]);
        _broker = venue.Open(new VenueParts(breakers, redis.State, alarms, clock, redis.RateLimits));
        _gate = new ReconciledGate(new PortfolioOpeningGate(redis.State));
        _runners =
        [
            RunnerOf(_ => MakeAgent(), logs),
            RunnerOf(state => new RiskManagementAgent(state, venue.MarketData, calendar, configuration.Risk, clock), logs),
            RunnerOf(state => new PositionManagementAgent(state, [venue.Account], configuration.Watch, calendar), logs),
        ];
        _rounds = new AccountRounds(venue, this, redis.Steps, alarms, clock, logs.CreateLogger<AccountRounds>());
        _reconciliation = new AccountReconciliation(_broker, this, redis.Steps, venue.Account, clock, logs.CreateLogger<AccountReconciliation>());
    }

    /// <summary>Whether desk and broker have agreed since the start.</summary>
    public bool IsReconciled => _gate.IsOpen;

    /// <summary>Makes the agent that carries orders to the account.</summary>
    public OrderExecutionAgent MakeAgent() => new([_broker], _gate);

    /// <summary>Makes desk and broker agree, and then runs the account beside its agent, until it is told to stop.</summary>
    /// <param name="worker">Hands the copy its messages until it is told to stop; begun once desk and broker agree.</param>
    /// <returns>Why it ended by itself: something on the account that a person has to do something about. Null when it was told to stop.</returns>
    public async Task<AccountProblem?> RunAsync(Func<Task> worker, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && !await UnlessItFailsAsync(StartAsync, stopping))
        {
            if (_rounds.Problem is { MayPass: false } problem) return problem;
            await WaitAsync(BetweenStarts, stopping);
        }
        if (!_gate.IsOpen) return null;
        LogAgreed();
        await Task.WhenAll(worker(), RunRoundsAsync(stopping));
        return null;
    }

    ValueTask<LifecyclesSeen> IReconciledDesk.LiveAsync(CancellationToken cancellation) => StoredLifecycles.LiveAsync(_redis.Steps, cancellation);

    ValueTask<Order?> IReconciledDesk.FindEndedAsync(OrderId id, CancellationToken cancellation) => StoredLifecycles.FindAsync(_redis.Steps, id, cancellation);

    ValueTask IReconciledDesk.TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) =>
        _runners.Single(runner => runner.Agent.Name == agent).TickAsync(root, tick, cancellation);

    /// <summary>The other agents hand out what waits. Before the gate is open, what waits for the broker waits for this or another copy.</summary>
    async ValueTask<bool> IReconciledDesk.SettleAsync(CancellationToken cancellation)
    {
        var inboxes = IsReconciled ? InboxRoutes.Desk.Inboxes : InboxRoutes.Desk.Inboxes.Remove(AgentNames.Orders);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var waiting = await _redis.Inboxes.WaitingAsync(inboxes);
            if (waiting == 0) return true;
            if (TimeProvider.System.GetElapsedTime(began) > LongestSettling)
            {
                if (!IsReconciled) LogWaiting(waiting);
                return false;
            }
            await Task.Delay(BetweenRounds, TimeProvider.System, cancellation);
        }
    }

    /// <summary>By the clock on the wall, because an account that replays the past lives in another time.</summary>
    Task IReconciledDesk.PauseAsync(CancellationToken cancellation) => Task.Delay(BetweenLooks, TimeProvider.System, cancellation);

    private async Task<bool> StartAsync(CancellationToken cancellation)
    {
        await _venue.AdvanceAsync(_clock.GetUtcNow(), cancellation);
        if (await _rounds.HasProblemAsync(cancellation) || !await _reconciliation.RunAsync(cancellation)) return false;
        _reconcileDue = _clock.GetUtcNow() + ReconcileEvery;
        _gate.Open();
        return true;
    }

    private async Task RunRoundsAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await UnlessItFailsAsync(RoundAsync, stopping);
            await WaitAsync(BetweenRounds, stopping);
        }
    }

    private async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        await _venue.AdvanceAsync(_clock.GetUtcNow(), cancellation);
        var now = _clock.GetUtcNow();
        await _rounds.SweepAsync(now, () => true, cancellation);
        await _rounds.TakeNewsAsync(cancellation);
        await _rounds.TakeAlarmsAsync(cancellation);
        if (now < _reconcileDue) return true;
        _reconcileDue = now + ReconcileEvery;
        return await _reconciliation.RunAsync(cancellation);
    }

    private async Task<bool> UnlessItFailsAsync(Func<CancellationToken, Task<bool>> act, CancellationToken stopping)
    {
        try
        {
            return await act(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // whatever Redis or the broker throws, the account goes on when they are back; what was not stored is done again
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(fault, _venue.Account);
            return false;
        }
    }

    private static async Task WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(time, TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException)
        {
            // told to stop; the caller looks at the token itself
        }
    }

    private AgentRunner RunnerOf(Func<IStateStore, IAgent> make, ILoggerFactory logs) =>
        new(make, _redis.Steps, _redis.Inboxes, new RedeliveryPolicy(), _clock, logs.CreateLogger<AgentRunner>());

    [LoggerMessage(Level = LogLevel.Information, Message = "Desk and broker agree")]
    private partial void LogAgreed();

    [LoggerMessage(Level = LogLevel.Information, Message = "Nothing is sent yet: {Waiting} messages wait for other agents, and desk and broker can be compared when none does")]
    private partial void LogWaiting(long waiting);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The account {Account} goes on when this has passed")]
    private partial void LogFailed(Exception fault, string account);
}
