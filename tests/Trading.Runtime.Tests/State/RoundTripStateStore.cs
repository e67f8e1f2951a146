using System.Text.Json;
using Trading.Agents.Ports;
using Trading.Runtime.State;

namespace Trading.Runtime.Tests.State;

/// <summary>A store that keeps nothing but what JSON keeps.</summary>
internal sealed class RoundTripStateStore : IStateStore
{
    private readonly InMemoryStateStore _store = new();

    public int Saved { get; private set; }

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class => _store.LoadAsync<T>(key, cancellation);

    public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        Saved++;
        var json = JsonSerializer.SerializeToUtf8Bytes(value, StateJson.Of<T>());
        return _store.TrySaveAsync(key, JsonSerializer.Deserialize(json, StateJson.Of<T>())!, expectedVersion, cancellation);
    }
}
