namespace Trading.BrokerContract.Desks;

/// <summary>A clock that stands still until it is set, read by many threads. Its timers run by the real one, so that time-outs stay what they are.</summary>
public sealed class SteppedClock(DateTimeOffset from) : TimeProvider
{
    private long _ticks = from.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void SetTo(DateTimeOffset time) => Interlocked.Exchange(ref _ticks, time.UtcTicks);
}
