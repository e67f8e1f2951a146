namespace Trading.Agents.Ports;

/// <summary>Immutable values that several copies of an agent share.</summary>
/// <remarks>Load with the version, decide, save if unchanged; when it was changed, load and decide again.</remarks>
public interface IStateStore
{
    ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class;

    /// <summary>Stores the value under the next version, or returns false when the stored version is another.</summary>
    ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class;

    /// <summary>The place of one value, which a store that has it at hand need not look for each time.</summary>
    IStateSlot<T> SlotOf<T>(StateKey key)
        where T : class => new StoredSlot<T>(this, key);
}
