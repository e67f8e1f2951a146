namespace Trading.Runtime.Lifecycles;

/// <summary>Who wants to be woken when, earliest first; wishes for the same time in the order they were made.</summary>
internal sealed class WakeQueue<TId>
{
    private readonly PriorityQueue<TId, (DateTimeOffset Time, long Sequence)> _wishes = new();
    private long _sequence;

    public DateTimeOffset? Next => _wishes.TryPeek(out _, out var wish) ? wish.Time : null;

    public void Add(TId id, DateTimeOffset time) => _wishes.Enqueue(id, (time, _sequence++));

    public bool TryTakeDue(DateTimeOffset now, out TId id)
    {
        if (_wishes.TryPeek(out id!, out var wish) && wish.Time <= now)
        {
            _wishes.Dequeue();
            return true;
        }
        return false;
    }
}
