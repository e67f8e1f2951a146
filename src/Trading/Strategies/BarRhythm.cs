using Trading.MarketData;

namespace Trading.Strategies;

/// <summary>What the bars themselves tell of their period: daily or within a session, how long, and where a night lies between.</summary>
/// <remarks>
/// One bar does not tell: a day that closes early is shorter than a bar of four hours, and the last bar of a session may be
/// cut by the close. So bars are daily as long as each is as long as a session can be and no two of them lie in one session.
/// </remarks>
internal struct BarRhythm
{
    // No session since 1990 was shorter than that of 1996-01-08, 11:00 to 14:00.
    private const long ShortestSession = 3 * TimeSpan.TicksPerHour;

    // Extended hours rest for eight hours (20:00 to 4:00), regular hours for more; within a session no pause is that long, and no bar.
    private const long Night = 7 * TimeSpan.TicksPerHour;

    private long _longest;
    private long _previousEnd;
    private bool _isWithinSession;

    /// <summary>Whether the last bar is the first one after a night.</summary>
    public bool IsFirstOfSession { get; private set; }

    public readonly bool IsDaily => !_isWithinSession && _longest >= ShortestSession;

    /// <summary>How long a signal at the end of a bar may be acted on.</summary>
    public readonly TimeSpan ValidFor => TimeSpan.FromTicks(IsDaily ? 4 * TimeSpan.TicksPerDay : Math.Max(5 * TimeSpan.TicksPerMinute, _longest));

    public void Update(in Bar bar)
    {
        var (start, end) = (bar.Start.UtcTicks, bar.End.UtcTicks);
        IsFirstOfSession = start - _previousEnd >= Night || end - start >= Night;
        if (!IsFirstOfSession) _isWithinSession = true;
        _longest = Math.Max(_longest, end - start);
        _previousEnd = end;
    }

    /// <summary>
    /// The time that a number of bars takes on the clock, nights not counted within a session; daily bars as whole days, seven
    /// for five, so that weekends do not cut a trade short.
    /// </summary>
    public readonly TimeSpan TimeOf(int bars) => IsDaily
        ? TimeSpan.FromDays((bars * 7 + 4) / 5)
        : TimeSpan.FromTicks(bars * _longest);
}
