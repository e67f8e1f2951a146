namespace Trading.Breakers;

/// <summary>When a breaker opens and for how long.</summary>
public sealed record BreakerOptions
{
    public static BreakerOptions Default { get; } = new();

    /// <summary>How many failures in a row open it.</summary>
    public int FailureThreshold { get; init; } = 3;

    /// <summary>How long it stays open before a probe may pass.</summary>
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a probe may take before another call may be the probe. Longer than the slowest call's time-out.</summary>
    public TimeSpan ProbeLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with the options, or null when they are sound.</summary>
    public string? Problem() => this switch
    {
        { FailureThreshold: < 1 } => $"the failure threshold of a breaker is 1 or more, not {FailureThreshold}",
        { OpenFor.Ticks: <= 0 } => $"the time a breaker stays open is above zero, not {OpenFor}",
        { ProbeLease.Ticks: <= 0 } => $"the lease of a breaker's probe is above zero, not {ProbeLease}",
        _ => null,
    };
}
