using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>The rate limits of all processes that share a state store: load, take by <see cref="RateLimiterState"/>, save if unchanged.</summary>
/// <remarks>Where the store is out of reach a call passes: the broker's own 429 is the second line. Safe for any number of threads.</remarks>
public sealed partial class SharedRateLimits(IStateStore store, ILogger<SharedRateLimits> log) : IRateLimits
{
    /// <summary>The kind of the values in the state store.</summary>
    public const string Kind = "ratelimit";

    /// <summary>How often a call is decided on again because another process was faster.</summary>
    public const int MostAttempts = 50;

    public async ValueTask<DateTimeOffset?> TryTakeAsync(string bucket, RateLimit limit, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                var (stored, version) = await store.LoadAsync<RateLimiterState>(KeyOf(bucket), cancellation);
                var (after, isTaken, retryAt) = (stored ?? RateLimiterState.Empty).TryTake(limit, now);
                if (!isTaken) return retryAt;
                if (await store.TrySaveAsync(KeyOf(bucket), after, version, cancellation)) return null;
            }
            // So many processes call at this moment that waiting is what the limit is about.
            return now + limit.Per / limit.Calls;
        }
#pragma warning disable CA1031 // whatever keeps the store from answering, the broker's own limit is still there
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogAway(log, fault, bucket);
            return null;
        }
    }

    public async ValueTask HoldAsync(string bucket, DateTimeOffset until, CancellationToken cancellation)
    {
        try
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                var (stored, version) = await store.LoadAsync<RateLimiterState>(KeyOf(bucket), cancellation);
                if (await store.TrySaveAsync(KeyOf(bucket), (stored ?? RateLimiterState.Empty).Holding(until), version, cancellation)) return;
            }
        }
#pragma warning disable CA1031 // the answer that asked for it is worth more than holding others back
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogAway(log, fault, bucket);
        }
    }

    private static StateKey KeyOf(string bucket) => new(Kind, bucket);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rate limit {Bucket} is out of reach; calls pass and the broker's own limit holds")]
    private static partial void LogAway(ILogger log, Exception fault, string bucket);
}
