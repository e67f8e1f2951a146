namespace Trading.Simulation;

/// <summary>The desk's own clock, which may be wrong; the exchange goes by the true time.</summary>
internal sealed class DeskClock(TimeProvider truth) : TimeProvider
{
    /// <summary>By how much it is fast; below zero when it is slow.</summary>
    public TimeSpan Error { get; set; }

    public override DateTimeOffset GetUtcNow() => truth.GetUtcNow() + Error;

    /// <summary>The true time at which it will show this.</summary>
    public DateTimeOffset TrueTimeOf(DateTimeOffset shown) => shown - Error;
}
