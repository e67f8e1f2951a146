using System.Collections;

namespace Trading.Lifecycles;

/// <summary>The transitions of one lifecycle, oldest first. Immutable: appending shares what came before, and allocates one object.</summary>
public sealed class History<TState> : IReadOnlyCollection<Transition<TState>>
    where TState : struct, Enum
{
    private readonly Transition<TState> _last;

    private History(History<TState>? earlier, in Transition<TState> last, int count)
    {
        Earlier = earlier;
        _last = last;
        Count = count;
    }

    public static History<TState> Empty { get; } = new(null, default, 0);

    public int Count { get; }

    /// <summary>The history before the newest transition; null where there is none.</summary>
    public History<TState>? Earlier { get; }

    /// <summary>The newest transition, or null before the first.</summary>
    public Transition<TState>? Last => Count == 0 ? null : _last;

    public History<TState> Append(in Transition<TState> transition) => new(this, transition, Count + 1);

    public IEnumerator<Transition<TState>> GetEnumerator()
    {
        var all = new Transition<TState>[Count];
        for (var at = this; at.Count > 0; at = at.Earlier!) all[at.Count - 1] = at._last;
        return ((IEnumerable<Transition<TState>>)all).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
