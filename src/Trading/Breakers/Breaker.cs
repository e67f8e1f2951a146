using System.Text.Json.Serialization;

namespace Trading.Breakers;

/// <summary>A circuit breaker as a value. Changed by <see cref="BreakerMachine"/> alone; times are in UTC.</summary>
/// <remarks>Michael Nygard, Release It!, 2007, with one probe at a time when half-open.</remarks>
public sealed record Breaker
{
    public BreakerState State { get; init; }

    /// <summary>Since when it is in its state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Counts the stretches of its life: each change of state and each probe begins another.</summary>
    public long Generation { get; init; }

    /// <summary>Failures in a row while closed.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Until when it stays open; null while it is not open, or open until reset.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>Until when the probe that is out may take; null when none is out.</summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>Why it opened last.</summary>
    public BreakerTrip? LastTrip { get; init; }

    public BreakerStatistics Statistics { get; init; } = BreakerStatistics.None;

    [JsonIgnore]
    public bool IsOpenUntilReset => State == BreakerState.Open && OpenUntil is null;

    /// <summary>A new breaker: closed.</summary>
    public static Breaker StartingAt(DateTimeOffset now) => new() { Since = now };

    /// <summary>The time it has spent in a state, up to now. A clock that went back counts as standing still.</summary>
    public TimeSpan TimeIn(BreakerState state, DateTimeOffset now)
    {
        var before = state switch
        {
            BreakerState.Closed => Statistics.TimeClosed,
            BreakerState.Open => Statistics.TimeOpen,
            _ => Statistics.TimeHalfOpen,
        };
        return state == State ? before + Stretch(now) : before;
    }

    internal TimeSpan Stretch(DateTimeOffset now) => now > Since ? now - Since : TimeSpan.Zero;
}
