using System.Collections;

namespace Trading.Lifecycles;

/// <summary>The transitions of one lifecycle, oldest first. Immutable: appending shares what came before.</summary>
public sealed class History<TState> : IReadOnlyCollection<Transition<TState>>
    where TState : struct, Enum
{
    private History(History<TState>? earlier, Transition<TState>? last, int count)
    {
        Earlier = earlier;
        Last = last;
        Count = count;
    }

    public static History<TState> Empty { get; } = new(null, null, 0);

    public int Count { get; }

    /// <summary>The history before the newest transition; null where there is none.</summary>
    public History<TState>? Earlier { get; }

    /// <summary>The newest transition, or null before the first.</summary>
    public Transition<TState>? Last { get; }

    public History<TState> Append(Transition<TState> transition) => new(this, transition, Count + 1);

    public IEnumerator<Transition<TState>> GetEnumerator()
    {
        var all = new Transition<TState>[Count];
        for (var at = this; at.Last is not null; at = at.Earlier!) all[at.Count - 1] = at.Last;
        return ((IEnumerable<Transition<TState>>)all).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
