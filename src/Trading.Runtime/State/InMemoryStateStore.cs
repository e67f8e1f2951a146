using Trading.Agents.Ports;

namespace Trading.Runtime.State;

/// <summary>The state store of one process: values by key, each with its version.</summary>
public sealed class InMemoryStateStore : IStateStore
{
    private readonly Dictionary<StateKey, Entry> _entries = [];
    private readonly Lock _lock = new();
    private Entry? _last;

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        lock (_lock)
        {
            return new(Find(key) is { } entry ? new Versioned<T>((T)entry.Value, entry.Version) : default);
        }
    }

    public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        lock (_lock)
        {
            var entry = Find(key) ?? Add(key);
            if (entry.Version != expectedVersion) return new(false);
            entry.Value = value;
            entry.Version++;
            return new(true);
        }
    }

    private Entry? Find(StateKey key)
    {
        // What is loaded is saved next, under the same key.
        if (_last is { } last && last.Key == key) return last;
        return _last = _entries.GetValueOrDefault(key);
    }

    private Entry Add(StateKey key) => _last = _entries[key] = new Entry(key);

    private sealed class Entry(StateKey key)
    {
        public StateKey Key { get; } = key;
        public object Value { get; set; } = null!;
        public long Version { get; set; }
    }
}
