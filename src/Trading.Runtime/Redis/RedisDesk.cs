using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;

namespace Trading.Runtime.Redis;

/// <summary>All that a desk keeps in Redis, over one connection: what a host composes its agents with.</summary>
/// <remarks>Opening it does not need Redis to be there; what is asked of it then throws until Redis is back.</remarks>
public sealed class RedisDesk : IAsyncDisposable
{
    private readonly IConnectionMultiplexer _redis;
    private readonly ILoggerFactory _logs;
    private readonly TimeProvider _clock;

    /// <param name="redis">A connection that the desk closes when it is disposed of.</param>
    /// <param name="put">Told of each message that this process put into an inbox: <see cref="RedisSteps"/>.</param>
    public RedisDesk(
        IConnectionMultiplexer redis, RedisKeys keys, RedisDeliveryOptions options, TimeProvider clock, ILoggerFactory logs, Action<Message, string, string>? put = null)
    {
        (_redis, _clock, _logs) = (redis, clock, logs);
        Keys = keys;
        Steps = new RedisSteps(redis, keys, InboxRoutes.Desk, options, put);
        Inboxes = new RedisInboxes(redis, keys, logs.CreateLogger<RedisInboxes>());
        State = new StepwiseStateStore(Steps, clock);
        DeadLetters = new RedisDeadLetters(redis, keys);
        Canaries = new RedisCanaries(redis, keys);
        Health = new RedisHealth(redis, keys);
        Bars = new RedisBarHistory(redis, keys, RedisBarHistory.UsualMost);
        RateLimits = new SharedRateLimits(State, logs.CreateLogger<SharedRateLimits>());
    }

    public RedisKeys Keys { get; }
    public RedisSteps Steps { get; }
    public RedisInboxes Inboxes { get; }
    public IStateStore State { get; }
    public RedisDeadLetters DeadLetters { get; }
    public RedisCanaries Canaries { get; }
    public RedisHealth Health { get; }
    public RedisBarHistory Bars { get; }
    public IRateLimits RateLimits { get; }
    public IMessageBus Bus => Steps;
    internal ILoggerFactory Logs => _logs;

    /// <exception cref="RedisConnectionException">The settings cannot be used, such as a certificate that cannot be read.</exception>
    public static async ValueTask<RedisDesk> OpenAsync(RedisSettings settings, string name, TimeProvider clock, ILoggerFactory logs)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(settings.ToOptions(name));
        return new RedisDesk(redis, new RedisKeys(settings.Environment), settings.Delivery, clock, logs);
    }

    /// <summary>Makes one copy of an agent, and runs it until it is told to stop and has finished what it has in hand.</summary>
    /// <param name="consumer">The copy's name, as no other copy has it.</param>
    /// <param name="make">Makes the agent over the state of its step.</param>
    /// <param name="clock">The agent's time, where it is not that of the wall.</param>
    public async Task RunAsync(
        string consumer, Func<IStateStore, IAgent> make, ImmutableArray<AgentTick> ticks, RedeliveryPolicy policy, InboxWorkerOptions options,
        CancellationToken stopping, TimeProvider? clock = null)
    {
        clock ??= _clock;
        var runner = new AgentRunner(make, Steps, Inboxes, policy, clock, _logs.CreateLogger<AgentRunner>());
        var worker = new InboxWorker(consumer, runner, Inboxes, policy, options, ticks, clock, _logs.CreateLogger<InboxWorker>());
        await using var bell = await Inboxes.ListenAsync(runner.Agent.Name, clock);
        await worker.RunAsync(bell, stopping);
    }

    /// <summary>The breakers that all processes of the desk share.</summary>
    public IBreakers BreakersOf(IEnumerable<KeyValuePair<string, BreakerOptions>> breakers) =>
        new SharedBreakers(State, breakers, _clock, _logs.CreateLogger<SharedBreakers>());

    /// <summary>The right to run the lifecycles, as a host of a kind takes it.</summary>
    public LifecycleLease LeaseOf(string kind) => new(_redis, Keys, kind);

    /// <summary>Begins to hear what is said on the desk.</summary>
    public ValueTask<RedisWatch> WatchAsync(EventPattern pattern) => RedisWatch.OpenAsync(_redis, Keys, pattern);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();
}
