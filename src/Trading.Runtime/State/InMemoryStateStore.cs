using Trading.Agents.Ports;

namespace Trading.Runtime.State;

/// <summary>The state store of one process: values by key, each with its version.</summary>
public sealed class InMemoryStateStore : IStateStore
{
    private readonly Dictionary<StateKey, Entry> _entries = [];
    private readonly Lock _lock = new();

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        lock (_lock)
        {
            return new(_entries.TryGetValue(key, out var entry) ? new Versioned<T>((T)entry.Value, entry.Version) : default);
        }
    }

    public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry)) _entries[key] = entry = new Entry();
            if (entry.Version != expectedVersion) return new(false);
            entry.Value = value;
            entry.Version++;
            return new(true);
        }
    }

    private sealed class Entry
    {
        public object Value { get; set; } = null!;
        public long Version { get; set; }
    }
}
