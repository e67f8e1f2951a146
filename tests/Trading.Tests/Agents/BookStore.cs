using Trading.Agents.Ports;

namespace Trading.Tests.Agents;

/// <summary>A store that counts what it is asked, and can be told to refuse or to fail.</summary>
internal sealed class BookStore : IStateStore
{
    private readonly Dictionary<StateKey, (object Value, long Version)> _values = [];

    public int Loads { get; private set; }

    public int Saves { get; private set; }

    /// <summary>How many saves to come find that somebody else saved first.</summary>
    public int Conflicts { get; set; }

    /// <summary>How many saves to come fail.</summary>
    public int Faults { get; set; }

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        Loads++;
        return new(_values.TryGetValue(key, out var stored) ? new Versioned<T>((T)stored.Value, stored.Version) : default);
    }

    public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        if (Faults > 0)
        {
            Faults--;
            throw new IOException("the store is down");
        }
        var version = _values.TryGetValue(key, out var stored) ? stored.Version : 0;
        if (Conflicts > 0)
        {
            Conflicts--;
            if (version > 0) _values[key] = (stored.Value, version + 1);
            return new(false);
        }
        if (version != expectedVersion) return new(false);
        Saves++;
        _values[key] = (value, version + 1);
        return new(true);
    }

    public T? Peek<T>(StateKey key)
        where T : class => _values.TryGetValue(key, out var stored) ? (T)stored.Value : null;
}
