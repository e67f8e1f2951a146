using System.Collections.Immutable;

namespace Trading.Breakers;

/// <summary>What a breaker has counted since it was made.</summary>
public sealed record BreakerStatistics
{
    public static BreakerStatistics None { get; } = new();

    /// <summary>Calls that passed.</summary>
    public long Calls { get; init; }

    /// <summary>Calls that were denied.</summary>
    public long Denials { get; init; }

    /// <summary>Calls that did what was asked.</summary>
    public long Successes { get; init; }

    /// <summary>Calls that ended by our own doing.</summary>
    public long Abandoned { get; init; }

    /// <summary>Calls that did not do what was asked, by kind, refusals included; a kind that never happened is missing.</summary>
    public ImmutableSortedDictionary<BrokerFailure, long> Failures { get; init; } = ImmutableSortedDictionary<BrokerFailure, long>.Empty;

    /// <summary>How often it opened.</summary>
    public long Trips { get; init; }

    /// <summary>Time spent in each state before the present stretch; <see cref="Breaker.TimeIn"/> adds that.</summary>
    public TimeSpan TimeClosed { get; init; }

    public TimeSpan TimeOpen { get; init; }

    public TimeSpan TimeHalfOpen { get; init; }

    internal BreakerStatistics Counting(in BreakerOutcome outcome) => outcome switch
    {
        { Effect: BreakerEffect.Abandoned } => this with { Abandoned = Abandoned + 1 },
        { Failure: { } kind } => this with { Failures = Failures.SetItem(kind, Failures.GetValueOrDefault(kind) + 1) },
        _ => this with { Successes = Successes + 1 },
    };

    internal BreakerStatistics Spending(BreakerState state, TimeSpan time) => state switch
    {
        BreakerState.Closed => this with { TimeClosed = TimeClosed + time },
        BreakerState.Open => this with { TimeOpen = TimeOpen + time },
        _ => this with { TimeHalfOpen = TimeHalfOpen + time },
    };
}
