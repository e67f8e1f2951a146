namespace Trading.Runtime.Desks;

/// <summary>The time of a desk that lives in another one: it runs from where it is set, as fast as it is told.</summary>
/// <param name="speed">Seconds of the desk for a second of the wall; zero for a clock that moves only when it is brought forward.</param>
public sealed class ReplayClock(TimeProvider wall, double speed) : TimeProvider
{
    private readonly Lock _lock = new();
    private DateTimeOffset _from;
    private long _since = wall.GetTimestamp();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _from + (speed > 0 ? wall.GetElapsedTime(_since) * speed : TimeSpan.Zero);
    }

    /// <summary>Brings it forward; a time that has passed leaves it as it is.</summary>
    public void ForwardTo(DateTimeOffset time)
    {
        lock (_lock)
        {
            var now = _from + (speed > 0 ? wall.GetElapsedTime(_since) * speed : TimeSpan.Zero);
            if (time <= now) return;
            (_from, _since) = (time, wall.GetTimestamp());
        }
    }
}
