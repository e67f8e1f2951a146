namespace Trading.Runtime.Redis;

/// <summary>From where on an inbox is not well.</summary>
public sealed record RedisHealthLimits
{
    public static RedisHealthLimits Default { get; } = new();

    /// <summary>How long a canary may be unseen before the loop counts as dead.</summary>
    public TimeSpan CanaryWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How old the oldest entry may be.</summary>
    public TimeSpan Oldest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many entries may wait. Nothing is dropped beyond; memory is.</summary>
    public long MostWaiting { get; init; } = 10_000;
}
