namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>A login that lasts as long as the process.</summary>
public sealed class InMemoryTokenStore(SchwabToken? token = null) : ITokenStore, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private SchwabToken? _token = token;

    public ValueTask<SchwabToken?> LoadAsync(CancellationToken cancellation) => new(Volatile.Read(ref _token));

    public ValueTask SaveAsync(SchwabToken token, CancellationToken cancellation)
    {
        Volatile.Write(ref _token, token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            turn.Release();
            return ValueTask.CompletedTask;
        }
    }
}
