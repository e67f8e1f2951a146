using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>The rate limits of the desk, by bucket: an account and a class of calls. Shared by all that call for the account.</summary>
/// <remarks>
/// The rule is <see cref="RateLimiterState"/>; an implementation keeps the states, in memory or where all instances reach
/// them. One that cannot reach its store lets the call pass: the broker's own 429 is the second line.
/// </remarks>
public interface IRateLimits
{
    /// <summary>Takes one call out of a bucket's limit.</summary>
    /// <returns>Null when the call may go out now, else when to ask again, in UTC.</returns>
    ValueTask<DateTimeOffset?> TryTakeAsync(string bucket, RateLimit limit, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Lets nothing of a bucket pass until a time, in UTC: what a 429 or a used-up limit asks for.</summary>
    ValueTask HoldAsync(string bucket, DateTimeOffset until, CancellationToken cancellation);
}
