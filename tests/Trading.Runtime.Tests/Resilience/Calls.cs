using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

/// <summary>Pipelines to a broker that answers from a script, on a clock that runs while somebody waits.</summary>
internal sealed class Calls
{
    public static readonly DateTimeOffset Nine = new(2026, 8, 21, 13, 0, 0, TimeSpan.Zero);

    private readonly Queue<Func<CancellationToken, ValueTask<CallResult<string>>>> _script = new();

    public Calls(BrokerKind broker = BrokerKind.Alpaca, CallPolicies? policies = null)
    {
        Broker = broker;
        BreakerName = broker == BrokerKind.Alpaca ? BreakerNames.AlpacaPaper : BreakerNames.Schwab;
        Breakers = new InMemoryBreakers(BreakerOptions.Default, Nine);
        Pipelines = new BrokerPipelines(
            broker, BreakerName, "main", policies ?? (broker == BrokerKind.Alpaca ? CallPolicies.Alpaca : CallPolicies.Schwab), Breakers, Limits, Redactor, Clock, () => 0.5);
    }

    public BrokerKind Broker { get; }
    public string BreakerName { get; }
    public FakeTimeProvider Clock { get; } = new(Nine);
    public InMemoryBreakers Breakers { get; }
    public InMemoryRateLimits Limits { get; } = new();
    public SecretRedactor Redactor { get; } = new();
    public BrokerPipelines Pipelines { get; }

    /// <summary>When each call that was made reached the broker.</summary>
    public List<DateTimeOffset> Made { get; } = [];

    public Calls Answers(params int[] statuses)
    {
        foreach (var status in statuses) Answers(status, "", "");
        return this;
    }

    public Calls Answers(int status, string code, string message, BrokerCall call = BrokerCall.Read, DateTimeOffset? retryAt = null, TokenAge token = TokenAge.Fresh) =>
        Does(_ => new(status is >= 200 and < 300
            ? CallResults.Done("fine", retryAt)
            : CallResults.Of<string>(new BrokerReply(Broker, call, status, code, message, token), retryAt, isThrottled: status == 429)));

    public Calls Throws(Exception fault) => Does(_ => throw fault);

    public Calls IsSilent() => Does(async cancellation =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellation);
        return default;
    });

    public Calls Does(Func<CancellationToken, ValueTask<CallResult<string>>> step)
    {
        _script.Enqueue(step);
        return this;
    }

    /// <summary>Makes a call, letting the clock run until it is answered.</summary>
    public Task<CallResult<string>> MakeAsync(CallClass calls) => MakeUntilAsync(calls, CancellationToken.None);

    public async Task<CallResult<string>> MakeUntilAsync(CallClass calls, CancellationToken cancellation)
    {
        var call = Pipelines.CallAsync(calls, "test", static (self, token) => self.AnswerAsync(token), this, cancellation).AsTask();
        for (var i = 0; i < 20_000 && !call.IsCompleted; i++)
        {
            await Task.Yield();
            if (!call.IsCompleted) Clock.Advance(TimeSpan.FromMilliseconds(50));
        }
        return await call.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None); // a busy machine may be slow to go on
    }

    public async Task<BreakerState> StateAsync() => (await StatusAsync()).State;

    public async Task<Breaker> StatusAsync() => await Breakers.StatusAsync(BreakerName, CancellationToken.None);

    public async Task ResetAsync() => await Breakers.ResetAsync(BreakerName, Clock.GetUtcNow(), CancellationToken.None);

    private ValueTask<CallResult<string>> AnswerAsync(CancellationToken cancellation)
    {
        Made.Add(Clock.GetUtcNow());
        return _script.Count == 0 ? new(CallResults.Done("fine")) : _script.Dequeue()(cancellation);
    }
}
