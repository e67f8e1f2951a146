namespace Trading.Agents.Ports;

/// <summary>The slot of a store that finds values by their keys each time.</summary>
internal sealed class StoredSlot<T>(IStateStore store, StateKey key) : IStateSlot<T>
    where T : class
{
    public ValueTask<Versioned<T>> LoadAsync(CancellationToken cancellation) => store.LoadAsync<T>(key, cancellation);

    public ValueTask<bool> TrySaveAsync(T value, long expectedVersion, CancellationToken cancellation) =>
        store.TrySaveAsync(key, value, expectedVersion, cancellation);
}
