using System.Collections.Immutable;

namespace Trading.Breakers;

/// <summary>The calls of the last while, as a value, by which a rate limit is kept.</summary>
/// <remarks>
/// A sliding window: in no stretch of the limit's length do more calls pass than it allows, however they fall. The window is
/// counted in sixty slots and one more for the slot it begins in, so it forgets a call up to a sixtieth late and never early.
/// A token bucket would let up to twice the limit pass in one window, after a rest.
/// </remarks>
public sealed record RateLimiterState
{
    internal const int Slots = 60;

    public static RateLimiterState Empty { get; } = new();

    /// <summary>Calls in each slot, the oldest first.</summary>
    public ImmutableArray<int> Counts { get; init; } = [.. new int[Slots + 1]];

    /// <summary>Which slot of time the newest count is of, counted from the year one.</summary>
    public long Newest { get; init; }

    /// <summary>Until when the broker wants no calls, in UTC; null when it has not said so.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Takes one call out of the limit, if it is there.</summary>
    /// <returns>The new state; whether the call may go out; and when to ask again, in UTC, if it may not.</returns>
    public (RateLimiterState State, bool IsTaken, DateTimeOffset? RetryAt) TryTake(RateLimit limit, DateTimeOffset now)
    {
        if (now < HeldUntil) return (this, false, HeldUntil);
        var length = (limit.Per.Ticks + Slots - 1) / Slots;
        var slot = now.UtcTicks / length;
        var counts = Slid(slot);
        var sum = 0;
        foreach (var count in counts) sum += count;
        if (sum >= limit.Calls)
        {
            var free = slot + FirstFree(counts, sum - limit.Calls + 1) + 1;
            return (this with { Counts = counts, Newest = slot }, false, new DateTimeOffset(free * length, TimeSpan.Zero));
        }
        return (new RateLimiterState { Counts = counts.SetItem(Slots, counts[Slots] + 1), Newest = slot }, true, null);
    }

    /// <summary>Lets nothing pass until a time: what a broker's 429 asks for.</summary>
    public RateLimiterState Holding(DateTimeOffset until) => until > HeldUntil || HeldUntil is null ? this with { HeldUntil = until } : this;

    /// <summary>The counts with the newest slot at the end. After the clock jumped back they begin to age from its new time.</summary>
    private ImmutableArray<int> Slid(long slot)
    {
        if (slot <= Newest) return Counts;
        var slid = new int[Slots + 1];
        var by = slot - Newest;
        for (var i = by; i <= Slots; i++) slid[i - by] = Counts[(int)i];
        return [.. slid];
    }

    /// <summary>The place of the slot with whose passing so many calls are free again.</summary>
    private static int FirstFree(ImmutableArray<int> counts, int calls)
    {
        var freed = 0;
        for (var i = 0; i < counts.Length; i++)
            if ((freed += counts[i]) >= calls) return i;
        return counts.Length - 1;
    }
}
