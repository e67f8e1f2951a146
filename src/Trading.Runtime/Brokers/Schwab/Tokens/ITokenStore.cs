namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>Where the one login of an account is kept: a file of the person's own, or a key vault.</summary>
public interface ITokenStore
{
    /// <summary>The stored token, or null when nobody has logged in.</summary>
    /// <exception cref="TokenStoreException">What is stored cannot be read.</exception>
    ValueTask<SchwabToken?> LoadAsync(CancellationToken cancellation);

    /// <summary>Stores the token in place of the one before, whole or not at all.</summary>
    /// <exception cref="TokenStoreException">It cannot be written.</exception>
    ValueTask SaveAsync(SchwabToken token, CancellationToken cancellation);

    /// <summary>Keeps other processes from refreshing until it is disposed: a refresh may make the token void that they hold.</summary>
    ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellation);
}
