namespace Trading.Runtime.Lifecycles;

/// <summary>Who wants to be woken when, earliest first; wishes for the same time in the order they were made.</summary>
/// <param name="dueOf">When one that has a wish wants to be woken by now; null where it is gone or wants nothing any more.</param>
internal sealed class WakeQueue<TId>(Func<TId, DateTimeOffset?> dueOf)
    where TId : notnull
{
    private const int FewestSifted = 1024;

    private readonly PriorityQueue<TId, (long UtcTicks, long Sequence)> _wishes = new();
    private long _sequence;
    private int _siftAt = FewestSifted;

    /// <summary>The earliest wish in ticks of UTC, or <see cref="long.MaxValue"/>. Kept, because it is asked for at every step of the clock.</summary>
    public long NextTicks { get; private set; } = long.MaxValue;

    public void Add(TId id, DateTimeOffset time)
    {
        if (_wishes.Count >= _siftAt) Sift();
        _wishes.Enqueue(id, (time.UtcTicks, _sequence++));
        NextTicks = Math.Min(NextTicks, time.UtcTicks);
    }

    public bool TryTakeDue(DateTimeOffset now, out TId id)
    {
        id = default!;
        if (NextTicks > now.UtcTicks || !_wishes.TryDequeue(out id!, out _)) return false;
        LookAhead();
        return true;
    }

    /// <summary>Most wishes have been overtaken by what happened since; they are let go of when half of what is kept may be such.</summary>
    private void Sift()
    {
        var wishes = _wishes.UnorderedItems.OrderBy(wish => wish.Priority).Select(wish => wish.Element).ToArray();
        _wishes.Clear();
        var seen = new HashSet<TId>();
        foreach (var id in wishes)
            if (seen.Add(id) && dueOf(id) is { } due) _wishes.Enqueue(id, (due.UtcTicks, _sequence++));
        _siftAt = Math.Max(FewestSifted, 2 * _wishes.Count);
        _wishes.TrimExcess();
        LookAhead();
    }

    private void LookAhead() => NextTicks = _wishes.TryPeek(out _, out var wish) ? wish.UtcTicks : long.MaxValue;
}
