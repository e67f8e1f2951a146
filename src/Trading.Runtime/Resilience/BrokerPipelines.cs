using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Telemetry;

namespace Trading.Runtime.Resilience;

/// <summary>The ways to one broker for one account: a pipeline for each class of calls.</summary>
/// <remarks>
/// <para>From the outside in: retries (reads alone), the shared breaker, the rate limit, answers for what threw, the time-out. So
/// each attempt passes the breaker and counts in the limit, a denial is not retried, and a call that waits for its turn is no
/// failure of the broker.</para>
/// <para>An adapter that makes its calls through these is not wrapped in a <see cref="GuardedBroker"/> as well: each call would
/// be counted twice.</para>
/// </remarks>
public sealed class BrokerPipelines
{
    private readonly ConcurrentDictionary<(Type Result, CallClass Calls), object> _pipelines = new();
    private readonly IRateLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Func<double> _jitter;
    private readonly BreakerGate _gate;

    /// <param name="breaker">The name of the breaker: <see cref="BreakerNames"/>.</param>
    /// <param name="account">The account's name on the desk; limits are counted for it.</param>
    /// <param name="jitter">Numbers from zero up to one by which retries are spread; random when null.</param>
    /// <exception cref="ArgumentException">The policies are not sound.</exception>
    public BrokerPipelines(
        BrokerKind broker, string breaker, string account, CallPolicies policies, IBreakers breakers, IRateLimits limits,
        SecretRedactor redactor, TimeProvider clock, Func<double>? jitter = null)
    {
        if (policies.Problem() is { } problem) throw new ArgumentException($"Calls to {breaker}: {problem}.", nameof(policies));
        Broker = broker;
        Breaker = breaker;
        Account = account;
        Policies = policies;
        Breakers = breakers;
        Redactor = redactor;
        _limits = limits;
        _clock = clock;
        _jitter = jitter ?? Random.Shared.NextDouble;
        _gate = new BreakerGate(breakers, breaker, clock);
    }

    public BrokerKind Broker { get; }

    public string Breaker { get; }

    public string Account { get; }

    public CallPolicies Policies { get; }

    public IBreakers Breakers { get; }

    public SecretRedactor Redactor { get; }

    /// <summary>Makes a call. Expected failures are in the result; only our own cancellation and defects throw.</summary>
    /// <param name="operation">What the call is for in traces and metrics: a word, never a path or a value.</param>
    public async ValueTask<CallResult<T>> CallAsync<T, TState>(
        CallClass calls, string operation, Func<TState, CancellationToken, ValueTask<CallResult<T>>> call, TState state, CancellationToken cancellation)
    {
        using var span = TradingTelemetry.StartBrokerCall(Account, operation);
        var pipeline = (ResiliencePipeline<CallResult<T>>)_pipelines.GetOrAdd((typeof(T), calls), static (key, self) => self.Build<T>(key.Calls), this);
        var result = await pipeline.ExecuteAsync(static (made, token) => made.call(made.state, token), (call, state), cancellation);
        span?.SetTag("trading.outcome", result.Answer.Outcome.ToString());
        if (TradingTelemetry.BrokerCalls.Enabled)
            TradingTelemetry.BrokerCalls.Add(1, new("account", Account), new("operation", operation), new("outcome", result.Answer.Outcome.ToString()));
        return result;
    }

    private ResiliencePipeline<CallResult<T>> Build<T>(CallClass calls)
    {
        var policy = Policies.Of(calls);
        var builder = new ResiliencePipelineBuilder<CallResult<T>> { TimeProvider = _clock, Name = Breaker, InstanceName = calls.ToString() };
        if (policy.Retries > 0) builder.AddRetry(Retries<T>(policy));
        return builder
            .AddStrategy(_ => new BreakerStrategy<T>(_gate), new StepOptions("breaker"))
            .AddStrategy(_ => new RateLimitStrategy<T>(_limits, $"{Breaker}/{Account}/{policy.Bucket}", policy, _clock), new StepOptions("limit"))
            .AddStrategy(_ => new AnswerStrategy<T>(Broker, policy, Redactor), new StepOptions("answer"))
            .AddTimeout(policy.Timeout)
            .Build();
    }

    private RetryStrategyOptions<CallResult<T>> Retries<T>(CallPolicy policy) => new()
    {
        MaxRetryAttempts = policy.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Randomizer = _jitter,
        Delay = policy.RetryDelay,
        MaxDelay = policy.LongestRetryDelay,
        ShouldHandle = asked => new(asked.Outcome.Exception is null && asked.Outcome.Result.Answer switch
        {
            { Outcome: BrokerOutcome.NoAnswer } => true,
            { Outcome: BrokerOutcome.Throttled, RetryAt: { } at } => at - _clock.GetUtcNow() <= policy.LongestRetryDelay,
            _ => false,
        }),
        DelayGenerator = asked => new(asked.Outcome.Result.Answer is { Outcome: BrokerOutcome.Throttled, RetryAt: { } at } && at - _clock.GetUtcNow() is var wait
            ? (wait > TimeSpan.Zero ? wait : TimeSpan.Zero)
            : (TimeSpan?)null),
    };

    private sealed class StepOptions : ResilienceStrategyOptions
    {
        public StepOptions(string name) => Name = name;
    }
}
