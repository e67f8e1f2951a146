using System.Collections.Immutable;
using Trading.Agents.Ports;

namespace Trading.Runtime.Delivery;

/// <summary>The state store as an agent sees it in one step: what it saves is kept back until the step is committed.</summary>
/// <remarks>Saving always succeeds here; that a value was changed by somebody else shows when the step is committed. For one step at a time.</remarks>
public sealed class StepStateStore(IStepStore store) : IStateStore
{
    private readonly List<StateWrite> _writes = [];

    /// <summary>What was saved since the last <see cref="Clear"/>, each key once.</summary>
    public ImmutableArray<StateWrite> Writes => [.. _writes];

    public void Clear() => _writes.Clear();

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        var index = IndexOf(key);
        return index < 0 ? store.LoadAsync<T>(key, cancellation) : new(new Versioned<T>((T)_writes[index].Value, _writes[index].ExpectedVersion + 1));
    }

    public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        var index = IndexOf(key);
        if (index < 0)
        {
            _writes.Add(new StateWrite(key, value, expectedVersion));
            return new(true);
        }
        if (_writes[index].ExpectedVersion + 1 != expectedVersion) return new(false);
        _writes[index] = _writes[index] with { Value = value };
        return new(true);
    }

    private int IndexOf(StateKey key)
    {
        for (var i = 0; i < _writes.Count; i++)
            if (_writes[i].Key == key) return i;
        return -1;
    }
}
