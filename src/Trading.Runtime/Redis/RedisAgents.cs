using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Brokers;
using Trading.Runtime.Configuration;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Lifecycles;

namespace Trading.Runtime.Redis;

/// <summary>Makes each of the five agents, and the lifecycles, so that any number of copies of it may run, in as many processes.</summary>
/// <remarks>
/// What copies share is in Redis. The symbols are those that the configured strategies name. Where the Azure host runs the lifecycles,
/// nobody else may: <see cref="LifecycleLease"/>.
/// </remarks>
public sealed class RedisAgents
{
    /// <summary>The agents there are.</summary>
    public static ImmutableArray<string> Names { get; } =
        [AgentNames.MarketData, AgentNames.Strategy, AgentNames.Risk, AgentNames.Orders, AgentNames.Positions, LifecycleRouting.Name];

    private static readonly TimeSpan BetweenAdvances = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WakeEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);

    /// <summary>How far back a sweep of orders looks.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(1);

    private readonly DeskConfiguration _configuration;
    private readonly RedisDesk _desk;
    private readonly RedisBarHistory _history;
    private readonly IMarketDataSource _market;
    private readonly ImmutableArray<IBroker> _brokers;
    private readonly IMarketCalendar _calendar;
    private readonly TimeProvider _clock;
    private readonly ImmutableArray<(Symbol Symbol, BarPeriod Period)> _watched;
    private readonly IVenue? _venue;

    /// <summary>Agents at a venue, whose time they live in.</summary>
    /// <param name="venue">Not opened yet: the agent that carries orders opens it. News of orders is to come to that agent alone.</param>
    public RedisAgents(RedisDesk desk, DeskConfiguration configuration, IVenue venue, IMarketCalendar calendar, TimeProvider clock)
        : this(desk, configuration, venue.MarketData, [], calendar, clock)
    {
        _venue = venue;
        if (_watched.IsEmpty) _watched = venue.Watched;
    }

    /// <param name="market">Where bars and quotes come from; null for what other processes put into Redis.</param>
    /// <param name="brokers">The accounts that orders go to; none where this process sends none.</param>
    public RedisAgents(
        RedisDesk desk, DeskConfiguration configuration, IMarketDataSource? market, ImmutableArray<IBroker> brokers, IMarketCalendar calendar, TimeProvider clock)
    {
        (_desk, _configuration, _brokers, _calendar, _clock) = (desk, configuration, brokers, calendar, clock);
        _history = desk.Bars;
        _watched = [.. configuration.Strategies
            .SelectMany(strategy => strategy.Symbols.Select(symbol => (symbol, strategy.Period ?? BarPeriod.Minute))).Distinct()];
        _market = market is null
            ? new RedisMarketData(_history, _watched.IsEmpty ? BarPeriod.Minute : _watched.Min(watched => watched.Period))
            : new BarKeepingSource(market, _history);
    }

    /// <summary>What is missing for an agent to run, or null when nothing is.</summary>
    public string? Missing(string name) => name switch
    {
        AgentNames.Orders or AgentNames.MarketData when _venue is not null => null,
        AgentNames.Orders or AgentNames.MarketData when _brokers.IsEmpty => $"{name} needs a broker that every copy of it reaches: name one with --broker, or a paper exchange in a process of its own with --exchange.",
        AgentNames.MarketData or AgentNames.Strategy when _watched.IsEmpty => $"No strategy names its symbols, and without data at hand {name} cannot know them: set strategies[].symbols.",
        _ => null,
    };

    /// <summary>Runs one copy of an agent until it is told to stop and has finished what it has in hand.</summary>
    /// <param name="consumer">The copy's name, as no other copy has it.</param>
    /// <returns>Why it ended by itself: something on the account that a person has to do something about. Null when it was told to stop.</returns>
    /// <exception cref="ArgumentException">There is no agent of that name, or something is missing for it.</exception>
    public async Task<AccountProblem?> RunAsync(string name, string consumer, CancellationToken stopping)
    {
        if (Missing(name) is { } missing) throw new ArgumentException(missing, nameof(name));
        if (_venue is not null && name == AgentNames.Orders)
        {
            var account = new SharedAccount(_venue, _configuration, _desk, _calendar, _clock, _desk.Logs);
            return await account.RunAsync(() => WorkAsync(name, consumer, _ => account.MakeAgent(), stopping), stopping);
        }
        if (name == LifecycleRouting.Name)
        {
            var elsewhere = await _desk.LeaseOf(LifecycleLease.Agents).WorkAsync(ours => RunAsync(name, consumer, Maker(name), ours), TimeProvider.System, stopping);
            return elsewhere is null ? null : new AccountProblem(elsewhere, MayPass: false);
        }
        await RunAsync(name, consumer, Maker(name), stopping);
        return null;
    }

    private Task RunAsync(string name, string consumer, Func<IStateStore, IAgent> make, CancellationToken stopping)
    {
        var following = _venue is null ? Task.CompletedTask : FollowAsync(_venue, stopping);
        return Task.WhenAll(WorkAsync(name, consumer, make, stopping), following);
    }

    private Task WorkAsync(string name, string consumer, Func<IStateStore, IAgent> make, CancellationToken stopping)
    {
        // Calls to a broker take long: what a copy held behind one would be overdue, so that it takes one at a time.
        var options = name == AgentNames.Orders ? InboxWorkerOptions.Default with { MostAtOnce = 1 } : InboxWorkerOptions.Default;
        return _desk.RunAsync(consumer, make, TicksOf(name), new RedeliveryPolicy(), options, stopping, _clock);
    }

    private Func<IStateStore, IAgent> Maker(string name) => name switch
    {
        AgentNames.MarketData => _ => new MarketDataAgent(_market, _calendar, _watched),
        AgentNames.Strategy => _ => new StrategyAgent(
            _configuration.Strategies.Select(strategy => strategy.On(_configuration.Account, _watched.Select(one => one.Symbol).Distinct(), BarPeriod.Minute)), _history, isOnlyCopy: false),
        AgentNames.Risk => store => new RiskManagementAgent(store, _market, _calendar, _configuration.Risk, _clock),
        AgentNames.Orders => store => new OrderExecutionAgent(_brokers, new PortfolioOpeningGate(store)),
        LifecycleRouting.Name => store => new StoredLifecycles(store, _configuration.Trades),
        AgentNames.Positions => store => new PositionManagementAgent(store, [_configuration.Account], _configuration.Watch, _calendar),
        _ => throw new ArgumentException($"There is no agent '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>Each agent sends canaries to all inboxes, so that one that is dead is found by those that live.</summary>
    private ImmutableArray<AgentTick> TicksOf(string name) => OwnTicksOf(name).Add(
        new AgentTick("canaries", RedisCanaries.Every, (_, _, _, _, _) => _desk.Canaries.SendWhenDueAsync(InboxRoutes.Desk.Inboxes)));

    private ImmutableArray<AgentTick> OwnTicksOf(string name) => name switch
    {
        AgentNames.MarketData => [new AgentTick("poll", AskEvery, PollOf(new BarPoll(_watched)))],
        AgentNames.Risk =>
        [
            new AgentTick("evaluate", _configuration.RiskInterval, (agent, outbox, _, _, cancellation) => ((RiskManagementAgent)agent).EvaluateAsync(outbox, cancellation)),
            new AgentTick("account", SweepEvery, TellAccountsAsync),
        ],
        AgentNames.Orders when _venue is null => [new AgentTick("sweep", SweepEvery, SweepAsync)],
        LifecycleRouting.Name => [new AgentTick("wakes", WakeEvery, (agent, outbox, _, _, cancellation) => ((StoredLifecycles)agent).SayWakesAsync(outbox, cancellation))],
        _ => [],
    };

    /// <summary>The bars that ended while nobody kept them go into Redis before the next is told: strategies are rebuilt from there.</summary>
    private Func<IAgent, Outbox, DateTimeOffset, DateTimeOffset, CancellationToken, ValueTask> PollOf(BarPoll poll)
    {
        var isPastKept = _venue is null;
        return async (agent, outbox, from, to, cancellation) =>
        {
            if (!isPastKept) await KeepPastAsync(_venue!, to, cancellation);
            isPastKept = true;
            await poll.PollAsync(agent, outbox, from, to, cancellation);
        };
    }

    private async ValueTask KeepPastAsync(IVenue venue, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var (symbol, period) in _watched)
        {
            var kept = await _history.LastAsync(symbol, period, now, 1, cancellation);
            var past = await venue.History.LastAsync(symbol, period, now, RedisBarHistory.UsualMost, cancellation);
            await _history.AddAsync(symbol, period, past.RemoveAll(bar => !kept.IsEmpty && bar.End <= kept[0].End));
        }
    }

    /// <summary>Brings the venue, and with it the time of the agent, forward.</summary>
    private async Task FollowAsync(IVenue venue, CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await venue.AdvanceAsync(_clock.GetUtcNow(), stopping);
                await Task.Delay(BetweenAdvances, TimeProvider.System, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // told to stop
        }
    }

    private async ValueTask TellAccountsAsync(IAgent agent, Outbox outbox, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        foreach (var broker in _brokers)
            if (await broker.AccountAsync(cancellation) is { IsDone: true, Value: { } told })
                await ((RiskManagementAgent)agent).SetAccountAsync(broker.Account, told, outbox, cancellation);
    }

    private async ValueTask SweepAsync(IAgent agent, Outbox outbox, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        foreach (var broker in _brokers) await ((OrderExecutionAgent)agent).SweepAsync(broker.Account, from - LookBack, outbox, cancellation);
    }
}
