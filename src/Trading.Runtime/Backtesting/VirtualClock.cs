namespace Trading.Runtime.Backtesting;

/// <summary>A clock that stands still until it is set. It never goes back.</summary>
public sealed class VirtualClock : TimeProvider
{
    private DateTimeOffset _now;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <exception cref="ArgumentOutOfRangeException">The time is before the present one.</exception>
    public void SetTo(DateTimeOffset time)
    {
        if (time < _now) throw new ArgumentOutOfRangeException(nameof(time), time, $"The clock stands at {_now:u} and does not go back.");
        _now = time;
    }
}
