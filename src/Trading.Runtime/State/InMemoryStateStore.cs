using System.Collections.Concurrent;
using Trading.Agents.Ports;

namespace Trading.Runtime.State;

/// <summary>The state store of one process: values by key, each with its version.</summary>
public sealed class InMemoryStateStore : IStateStore
{
    private readonly ConcurrentDictionary<StateKey, object> _slots = [];

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class => SlotOf<T>(key).LoadAsync(cancellation);

    public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class => SlotOf<T>(key).TrySaveAsync(value, expectedVersion, cancellation);

    public IStateSlot<T> SlotOf<T>(StateKey key)
        where T : class => (Slot<T>)_slots.GetOrAdd(key, static _ => new Slot<T>());

    private sealed class Slot<T> : IStateSlot<T>
        where T : class
    {
        private readonly Lock _lock = new();
        private Versioned<T> _stored;

        public ValueTask<Versioned<T>> LoadAsync(CancellationToken cancellation)
        {
            lock (_lock) return new(_stored);
        }

        public ValueTask<bool> TrySaveAsync(T value, long expectedVersion, CancellationToken cancellation)
        {
            lock (_lock)
            {
                if (_stored.Version != expectedVersion) return new(false);
                _stored = new Versioned<T>(value, expectedVersion + 1);
                return new(true);
            }
        }
    }
}
