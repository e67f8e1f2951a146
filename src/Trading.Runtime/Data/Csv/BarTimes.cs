using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Gives rows the start and the end of their bars, in UTC ticks.</summary>
/// <remarks>
/// A daily bar runs from the open to the close of its session, and on a day without one, as other markets have, from 9:30
/// to 16:00 New York time. An intraday bar runs for its period, and one whose start is told ends with the session if that comes first.
/// </remarks>
internal sealed class BarTimes(IMarketCalendar calendar, ExchangeClock clock)
{
    private static readonly long UsualOpen = new TimeSpan(9, 30, 0).Ticks;
    private static readonly long UsualClose = new TimeSpan(16, 0, 0).Ticks;

    private readonly Dictionary<DateOnly, Day> _days = [];
    private DateOnly _date;
    private Day _day;

    private readonly record struct Day(long Open, long Close, bool IsSession);

    /// <summary>The session of a stamp's day, and whether the exchange has one then.</summary>
    /// <remarks>Midnight UTC, told as such, stands for the date it names: in New York it would be the evening before.</remarks>
    public (long Start, long End, bool IsSession) OfDay(Stamp stamp)
    {
        var day = On(stamp.IsUtc && !stamp.IsMidnight ? DateOf(clock.ToLocal(stamp.Ticks)) : stamp.Date);
        return (day.Open, day.Close, day.IsSession);
    }

    /// <summary>Whether the stamp is a time that the clock of New York never showed.</summary>
    public bool IsSkipped(Stamp stamp) => !stamp.IsUtc && clock.Skips(stamp.Ticks);

    public (long Start, long End) Within(Stamp stamp, BarPeriod period, BarStamp names)
    {
        var told = stamp.IsUtc ? stamp.Ticks : clock.ToUtc(stamp.Ticks);
        if (names == BarStamp.End) return (told - period.Length.Ticks, told);
        var (start, end) = (told, told + period.Length.Ticks);
        if (period.Minutes == 1) return (start, end);
        var day = On(DateOf(clock.ToLocal(start)));
        return (start, day.IsSession && start < day.Close && end > day.Close ? day.Close : end);
    }

    private static DateOnly DateOf(long ticks) => DateOnly.FromDateTime(new DateTime(ticks));

    private Day On(DateOnly date)
    {
        if (date == _date) return _day;
        if (!_days.TryGetValue(date, out var day)) _days[date] = day = LookUp(date);
        (_date, _day) = (date, day);
        return day;
    }

    private Day LookUp(DateOnly date)
    {
        if (SessionOn(date) is { } session) return new Day(session.Open.UtcTicks, session.Close.UtcTicks, true);
        var midnight = date.ToDateTime(TimeOnly.MinValue).Ticks;
        return new Day(clock.ToUtc(midnight + UsualOpen), clock.ToUtc(midnight + UsualClose), false);
    }

    private Session? SessionOn(DateOnly date)
    {
        try
        {
            return calendar.SessionOn(date);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Prices reach further back than calendars do.
            return null;
        }
    }
}
