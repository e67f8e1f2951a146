using System.Collections.Concurrent;
using Trading.Breakers;

namespace Trading.Runtime.Resilience;

/// <summary>The rate limits of one process. Safe for any number of threads.</summary>
public sealed class InMemoryRateLimits : IRateLimits
{
    private readonly ConcurrentDictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    public ValueTask<DateTimeOffset?> TryTakeAsync(string bucket, RateLimit limit, DateTimeOffset now, CancellationToken cancellation)
    {
        var cell = CellOf(bucket);
        lock (cell.Lock)
        {
            (cell.State, var isTaken, var retryAt) = cell.State.TryTake(limit, now);
            return new(isTaken ? null : retryAt);
        }
    }

    public ValueTask HoldAsync(string bucket, DateTimeOffset until, CancellationToken cancellation)
    {
        var cell = CellOf(bucket);
        lock (cell.Lock) cell.State = cell.State.Holding(until);
        return ValueTask.CompletedTask;
    }

    private Cell CellOf(string bucket) => _cells.GetOrAdd(bucket, static _ => new Cell());

    private sealed class Cell
    {
        public Lock Lock { get; } = new();
        public RateLimiterState State { get; set; } = RateLimiterState.Empty;
    }
}
