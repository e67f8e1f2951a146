namespace Trading.Runtime.Delivery;

/// <summary>Rings when something is put into one inbox. It may ring for nothing, and may miss a ring: it only saves time.</summary>
public interface IInboxBell : IAsyncDisposable
{
    /// <summary>Returns when it rings, at once when it rang since the last time, or after the longest wait.</summary>
    ValueTask WaitAsync(TimeSpan longest, CancellationToken cancellation);
}
