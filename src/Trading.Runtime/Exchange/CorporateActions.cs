using Trading.MarketData;

namespace Trading.Runtime.Exchange;

/// <summary>What companies will do to their shares, until its day comes.</summary>
internal sealed class CorporateActions(IMarketCalendar calendar)
{
    private readonly PriorityQueue<CorporateAction, (long DueAt, bool IsAfterSplits, int Order)> _waiting = new();
    private int _added;

    /// <summary>When the next one is due, in ticks of UTC.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    public void Add(CorporateAction action)
    {
        var session = calendar.SessionOn(action.ExDate) ?? calendar.CurrentOrNext(new DateTimeOffset(action.ExDate, TimeOnly.MinValue, TimeSpan.Zero));
        // A dividend is told for the shares after a split of the same day.
        _waiting.Enqueue(action, (session.PreMarketOpen.UtcTicks, action is not Split, _added++));
        Look();
    }

    public bool TryTake(long time, out CorporateAction action)
    {
        action = null!;
        if (DueAt > time) return false;
        action = _waiting.Dequeue();
        Look();
        return true;
    }

    private void Look() => DueAt = _waiting.TryPeek(out _, out var next) ? next.DueAt : long.MaxValue;
}
