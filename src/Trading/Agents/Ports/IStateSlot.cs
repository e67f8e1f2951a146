namespace Trading.Agents.Ports;

/// <summary>The place of one value in a state store, for who comes back to it again and again.</summary>
public interface IStateSlot<T>
    where T : class
{
    /// <inheritdoc cref="IStateStore.LoadAsync"/>
    ValueTask<Versioned<T>> LoadAsync(CancellationToken cancellation);

    /// <inheritdoc cref="IStateStore.TrySaveAsync"/>
    ValueTask<bool> TrySaveAsync(T value, long expectedVersion, CancellationToken cancellation);
}
