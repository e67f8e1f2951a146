using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>How calls of one class are made.</summary>
public sealed record CallPolicy
{
    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call that got no answer is made again. Zero for whatever must not happen twice.</summary>
    public int Retries { get; init; }

    /// <summary>The wait before the first retry; doubled for each further one, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before a retry, and the longest a throttled call waits for the broker's reset.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Which calls share a limit: those with the same word.</summary>
    public string Bucket { get; init; } = "api";

    /// <summary>How many calls the bucket takes; null for no limit of ours.</summary>
    public RateLimit? Limit { get; init; }

    /// <summary>Calls of the limit that this class leaves to others, so that polling never keeps an order waiting.</summary>
    public int Reserve { get; init; }

    /// <summary>How long a call may wait for its turn before it is answered <c>RATE_LIMIT</c> without being made.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long nothing is sent after a 429 that does not say until when.</summary>
    public TimeSpan DefaultHold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with the policy, or null when it is sound.</summary>
    public string? Problem() => this switch
    {
        { Timeout.Ticks: <= 0 } => $"the time-out of a call is above zero, not {Timeout}",
        { Retries: < 0 or > 10 } => $"a call is made again 0 to 10 times, not {Retries}",
        { RetryDelay.Ticks: <= 0 } => $"the wait before a retry is above zero, not {RetryDelay}",
        { LongestWait.Ticks: < 0 } => $"the wait for a turn is zero or more, not {LongestWait}",
        { Limit: { } limit } when limit.Problem() is { } problem => problem,
        { Limit: { } limit } when Reserve < 0 || Reserve >= limit.Calls => $"a class leaves 0 to {limit.Calls - 1} calls of {limit.Calls} to others, not {Reserve}",
        _ => null,
    };
}
