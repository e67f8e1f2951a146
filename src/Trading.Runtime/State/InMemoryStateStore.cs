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
        private readonly Lock _saving = new();
        private T? _value;
        private long _version;

        /// <remarks>
        /// Read without the lock: the version ahead of the value, which is stored ahead of its version. Who is overtaken between the
        /// two has a newer value under an older version, which it cannot save over.
        /// </remarks>
        public ValueTask<Versioned<T>> LoadAsync(CancellationToken cancellation)
        {
            var version = Volatile.Read(ref _version);
            return new(new Versioned<T>(Volatile.Read(ref _value), version));
        }

        public ValueTask<bool> TrySaveAsync(T value, long expectedVersion, CancellationToken cancellation)
        {
            lock (_saving)
            {
                if (_version != expectedVersion) return new(false);
                Volatile.Write(ref _value, value);
                Volatile.Write(ref _version, expectedVersion + 1);
                return new(true);
            }
        }
    }
}
