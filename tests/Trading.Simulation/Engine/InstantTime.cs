namespace Trading.Simulation;

/// <summary>A clock by which every pause is over at once, for waits that stand for nothing but patience.</summary>
internal sealed class InstantTime : TimeProvider
{
    public static InstantTime Instance { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        callback(state);
        return new Over();
    }

    private sealed class Over : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
