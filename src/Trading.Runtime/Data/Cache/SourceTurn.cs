using System.Security.Cryptography;
using System.Text;

namespace Trading.Runtime.Data;

/// <summary>The turn of one program among all of this user on this machine at a source in the cache. Taken and given back on one thread.</summary>
internal sealed class SourceTurn : IDisposable
{
    private readonly Mutex _mutex;

    private SourceTurn(Mutex mutex) => _mutex = mutex;

    /// <exception cref="IOException">The turn cannot be had from the system.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static SourceTurn Take(string source)
    {
        var name = $"trading-bars-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 12))}";
        var mutex = new Mutex(name, new NamedWaitHandleOptions { CurrentSessionOnly = false, CurrentUserOnly = true });
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Its program ended within its turn. What it left behind is looked at as any damage is, and the turn is ours.
        }
        return new SourceTurn(mutex);
    }

    public void Dispose()
    {
        _mutex.ReleaseMutex();
        _mutex.Dispose();
    }
}
