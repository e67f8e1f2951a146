namespace Trading.FakeBrokers.Hosting;

/// <summary>A clock that begins at a time of choice and runs as many times faster than the real one.</summary>
public sealed class FastClock(DateTimeOffset from, double speed) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => from + System.GetElapsedTime(_started) * speed;
}
