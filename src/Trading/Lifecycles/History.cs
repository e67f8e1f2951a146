using System.Collections;
using Trading.Messages;

namespace Trading.Lifecycles;

/// <summary>The transitions of one lifecycle, oldest first. Immutable: appending shares what came before, and allocates one object.</summary>
/// <remarks>Histories are most of what a desk with many trades keeps in memory, so a transition is kept in its parts, which take less room.</remarks>
public sealed class History<TState> : IReadOnlyCollection<Transition<TState>>
    where TState : struct, Enum
{
    private readonly string _event;
    private readonly string _reason;
    private readonly ulong _idHigh;
    private readonly ulong _idLow;
    private readonly long _utcTicks;
    private readonly TState _from;
    private readonly TState _to;

    private History(History<TState>? earlier, in Transition<TState> last, int count)
    {
        Earlier = earlier;
        Count = count;
        (_from, _to, _event, _reason, _utcTicks) = (last.From, last.To, last.Event, last.Reason, last.Time.UtcTicks);
        (_idHigh, _idLow) = ((ulong)(last.MessageId.Value >> 64), (ulong)last.MessageId.Value);
    }

    public static History<TState> Empty { get; } = new(null, default, 0);

    public int Count { get; }

    /// <summary>The history before the newest transition; null where there is none.</summary>
    public History<TState>? Earlier { get; }

    /// <summary>The newest transition, or null before the first.</summary>
    public Transition<TState>? Last => Count == 0 ? null : Newest;

    /// <summary>The newest transition, for who knows that there is one; the default before the first.</summary>
    public Transition<TState> Newest =>
        new(_from, _to, _event, _reason, new DateTimeOffset(_utcTicks, TimeSpan.Zero), new MessageId(new UInt128(_idHigh, _idLow)));

    public History<TState> Append(in Transition<TState> transition) => new(this, transition, Count + 1);

    public IEnumerator<Transition<TState>> GetEnumerator()
    {
        var all = new Transition<TState>[Count];
        for (var at = this; at.Count > 0; at = at.Earlier!) all[at.Count - 1] = at.Newest;
        return ((IEnumerable<Transition<TState>>)all).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
