using Microsoft.Extensions.Logging;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Brokers;
using Trading.Runtime.Delivery;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Desks;

/// <summary>
/// What a desk does at its account by itself, wherever it keeps its memory: takes the news of orders, asks for orders where news may have
/// been missed, has alarms halt trading, and looks at the account before anything trades.
/// </summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed partial class AccountRounds(IVenue venue, IReconciledDesk desk, IStepStore steps, WaitingAlarms alarms, TimeProvider clock, ILogger log)
{
    private const string OutsideName = "desk";

    private static readonly TimeSpan SweepLookBack = TimeSpan.FromHours(1);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private BrokerUpdate? _untold;
    private BrokerAlarm? _unsaid;
    private DateTimeOffset? _unswept;
    private DateTimeOffset _triedAt;
    private DateTimeOffset _sweepDue;

    /// <summary>Why nothing may trade on the account, as it was found at the last look; null when the account is as configured.</summary>
    public AccountProblem? Problem { get; private set; }

    /// <summary>Tells what the venue has heard of orders. A piece that could not be stored is told the next time.</summary>
    public async Task TakeNewsAsync(CancellationToken cancellation)
    {
        while (_untold is not null || venue.TryTakeUpdate(out _untold))
        {
            var update = _untold;
            await desk.TickAsync(AgentNames.Orders, MessageId.From($"news of {update.BrokerOrderId}", update.Time.UtcTicks), (_, outbox) =>
            {
                OrderExecutionAgent.OnUpdate(venue.Account, update, outbox);
                return ValueTask.CompletedTask;
            }, cancellation);
            _untold = null;
        }
    }

    /// <summary>
    /// Asks the broker for its orders where news of them may have been missed, or where nothing else brings it. While the broker does not
    /// answer it is asked again from the same time on, because whoever wanted it looks back no further than to this once.
    /// </summary>
    /// <param name="areOrdersOpen">Whether there can be news where none is brought.</param>
    public async Task SweepAsync(DateTimeOffset now, Func<bool> areOrdersOpen, CancellationToken cancellation)
    {
        if (venue.TryTakeSweep(out var wanted)) Want(wanted);
        if (venue.SweepsEvery is { } every && now >= _sweepDue && areOrdersOpen())
        {
            Want(now - SweepLookBack);
            _sweepDue = now + every;
        }
        if (_unswept is not { } since || (now >= _triedAt && now < _triedAt + BetweenTries)) return;
        _triedAt = now;
        var isAnswered = false;
        await desk.TickAsync(
            AgentNames.Orders, MessageId.From("sweep", now.UtcTicks),
            async (agent, outbox) => isAnswered = await ((OrderExecutionAgent)agent).SweepAsync(venue.Account, since, outbox, cancellation), cancellation);
        if (isAnswered) (_unswept, _triedAt) = (null, default);
    }

    /// <summary>Has trading halted by alarms of the broker that ask for it. A halt that could not be stored is asked for the next time.</summary>
    public async Task TakeAlarmsAsync(CancellationToken cancellation)
    {
        while (_unsaid is not null || alarms.TryTake(out _unsaid))
        {
            var now = clock.GetUtcNow();
            await steps.CommitAsync(new Step { Agent = OutsideName, Time = now, Said = [_unsaid.RequestHalt(OutsideName, now)] }, cancellation);
            _unsaid = null;
        }
    }

    /// <summary>Looks whether the account is as configured.</summary>
    public async Task<bool> HasProblemAsync(CancellationToken cancellation)
    {
        var problem = await venue.ProblemAsync(cancellation);
        if (problem is not null && problem != Problem) LogProblem(problem.Text);
        Problem = problem;
        // The start is refused, and tried again: that is no reason for a halt that a person has to lift.
        while (problem is not null && alarms.TryTake(out _)) continue;
        return problem is not null;
    }

    private void Want(DateTimeOffset since) => _unswept = _unswept < since ? _unswept : since;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing trades yet: {Problem}")]
    private partial void LogProblem(string problem);
}
