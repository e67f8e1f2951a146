namespace Trading.BrokerContract;

/// <summary>A clock that stands still until it is set, read by many threads. It never goes back.</summary>
public sealed class FloorClock(DateTimeOffset from) : HeldTimers
{
    private long _ticks = from.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <exception cref="ArgumentOutOfRangeException">The time is before the present one.</exception>
    public void SetTo(DateTimeOffset time)
    {
        if (time < GetUtcNow()) throw new ArgumentOutOfRangeException(nameof(time), time, $"The clock stands at {GetUtcNow():u} and does not go back.");
        Interlocked.Exchange(ref _ticks, time.UtcTicks);
    }
}
