namespace Trading.BrokerContract;

/// <summary>A clock whose long timers, such as time-outs, go off only when a test says so: a busy machine makes nobody give up.</summary>
/// <remarks>Timers of less than a second, such as the wait before a retry, run by the real clock. Safe for any number of threads.</remarks>
public abstract class HeldTimers : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly HashSet<HeldTimer> _held = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HeldTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets all those go on who were to wait no longer than a time.</summary>
    public void Pass(TimeSpan time)
    {
        HeldTimer[] over;
        lock (_lock)
        {
            over = [.. _held.Where(timer => timer.DueTime <= time)];
            foreach (var timer in over) _held.Remove(timer);
        }
        foreach (var timer in over) ThreadPool.QueueUserWorkItem(static timer => timer.GoOff(), timer, preferLocal: false);
    }

    /// <summary>Waits for somebody who waits just so long.</summary>
    public async Task SomebodyWaitsAsync(TimeSpan time, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_held.Any(timer => timer.DueTime == time)) return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(Patience, cancellation);
        }
    }

    private sealed class HeldTimer(HeldTimers clock, Action goOff) : ITimer
    {
        private ITimer? _short;

        public TimeSpan DueTime { get; private set; }

        public void GoOff() => goOff();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Stop();
                DueTime = dueTime;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                if (dueTime < Long)
                {
                    _short = System.CreateTimer(static timer => ((HeldTimer)timer!).GoOff(), this, dueTime, period);
                    return true;
                }
                clock._held.Add(this);
                clock._changed.TrySetResult();
                clock._changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock) Stop();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Stop()
        {
            _short?.Dispose();
            _short = null;
            clock._held.Remove(this);
        }
    }
}
