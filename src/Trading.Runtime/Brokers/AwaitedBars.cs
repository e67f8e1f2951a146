using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Runtime.Brokers;

/// <summary>The bars of one symbol that are waited for: which is due next, and when it is asked for.</summary>
/// <remarks>Safe for one thread that asks and one that takes.</remarks>
internal sealed class AwaitedBars(Symbol symbol, BarPeriod period, IMarketCalendar calendar)
{
    private const int LongestClosure = 14;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly List<Bar> _waiting = [];
    private DateTimeOffset _expected;
    private DateTimeOffset _askAt;
    private TimeSpan _wait;

    public Symbol Symbol => symbol;

    public BarPeriod Period => period;

    /// <summary>The end of the newest bar that came, in UTC.</summary>
    public DateTimeOffset Newest { get; private set; }

    /// <summary>How late a bar may come and still be waited for.</summary>
    private TimeSpan Late => period.IsDaily ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(2);

    /// <summary>Waits for the bars that ended a little before a time, in UTC, and for those after. Beginning again goes on where it was.</summary>
    public void BeginAt(DateTimeOffset now)
    {
        if (Newest == default) Newest = now - Late;
    }

    public bool IsDue(DateTimeOffset now)
    {
        if (LastEnd(now) is not { } end || end <= Newest) return false;
        if (end != _expected) (_expected, _askAt, _wait) = (end, end + FirstWait, FirstWait);
        return now >= _askAt;
    }

    public void Came(ImmutableArray<Bar> bars, DateTimeOffset now, int most)
    {
        lock (_lock)
        {
            foreach (var bar in bars)
            {
                if (bar.End <= Newest) continue;
                if (_waiting.Count < most) _waiting.Add(bar);
                Newest = bar.End;
            }
        }
        if (Newest >= _expected) return;
        _wait = _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
        _askAt = now - _expected < Late ? now + _wait : DateTimeOffset.MaxValue;
    }

    public ImmutableArray<Bar> Take(DateTimeOffset to)
    {
        lock (_lock)
        {
            var count = _waiting.Count;
            while (count > 0 && _waiting[count - 1].End > to) count--;
            if (count == 0) return [];
            ImmutableArray<Bar> taken = [.. _waiting[..count]];
            _waiting.RemoveRange(0, count);
            return taken;
        }
    }

    /// <summary>When the newest bar ended that can have ended by a time, in UTC: bars begin with the open of their session.</summary>
    private DateTimeOffset? LastEnd(DateTimeOffset now)
    {
        var date = EasternTime.DateAt(now);
        for (var days = 0; days < LongestClosure; days++, date = date.AddDays(-1))
        {
            if (calendar.SessionOn(date) is not { } session || session.Open >= now) continue;
            if (now >= session.Close) return session.Close;
            if (!period.IsDaily && (now - session.Open).Ticks / period.Length.Ticks is > 0 and var ended) return session.Open + ended * period.Length;
        }
        return null;
    }
}
