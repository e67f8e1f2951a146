namespace Trading.MarketData;

/// <summary>The sessions of the New York Stock Exchange, which the other US equity exchanges share, from 1990 to 2035.</summary>
/// <remarks>
/// <para>Regular trading is from 9:30 to 16:00 New York time. Extended hours are those of NYSE Arca today, for all years:
/// pre-market from 4:00, after hours until 20:00, and until four hours after the close on a day that closes early (17:00
/// after 13:00). Holidays and early closes come from <c>NyseRules</c>, one-off days from <c>NyseHistory</c>; years to come
/// follow the rules of today, so a day of mourning not yet declared is missing.</para>
/// <para>A session that was cut short on the day itself (snow, a circuit breaker, a fault) is known here from its morning on:
/// a backtest on such a day knows its close too soon.</para>
/// <para>All sessions are computed once, in the constructor; every look-up after that is an index into an array. Immutable.
/// Days outside the range throw <see cref="ArgumentOutOfRangeException"/>.</para>
/// </remarks>
public sealed class NyseCalendar : IMarketCalendar
{
    internal static readonly TimeOnly UsualOpen = new(9, 30);
    internal static readonly TimeOnly UsualClose = new(16, 0);

    private static readonly TimeOnly PreMarketOpen = new(4, 0);
    private static readonly TimeSpan AfterHours = TimeSpan.FromHours(4);

    private readonly Session[] _sessions;

    /// <summary>For each day of the calendar, the place in <see cref="_sessions"/> of the first session on it or after it.</summary>
    private readonly int[] _onOrAfter;

    public NyseCalendar()
    {
        var sessions = new List<Session>();
        _onOrAfter = new int[LastDay.DayNumber - FirstDay.DayNumber + 1];
        for (var date = FirstDay; date <= LastDay; date = date.AddDays(1))
        {
            _onOrAfter[Index(date)] = sessions.Count;
            if (!IsWeekend(date) && Plan(date) is (_, { } open, { } close)) sessions.Add(SessionOf(date, open, close));
        }
        _sessions = [.. sessions];
    }

    public static DateOnly FirstDay { get; } = new(1990, 1, 1);
    public static DateOnly LastDay { get; } = new(2035, 12, 31);

    /// <inheritdoc/>
    public Session? SessionOn(DateOnly date)
    {
        var next = _onOrAfter[Index(date)];
        return next < _sessions.Length && _sessions[next].Date == date ? _sessions[next] : null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The moment is outside the calendar, or after its last session.</exception>
    public Session CurrentOrNext(DateTimeOffset time)
    {
        // After hours end at 20:00 in New York, which is the next day in UTC: begin one day back.
        var day = DateOnly.FromDateTime(time.UtcDateTime).AddDays(-1);
        var place = _onOrAfter[Index(day < FirstDay ? day.AddDays(1) : day)];
        while (place < _sessions.Length && time >= _sessions[place].AfterHoursClose) place++;
        return At(place, DateOnly.FromDateTime(time.UtcDateTime));
    }

    /// <summary>The first session after a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none in the calendar.</exception>
    public Session NextSession(DateOnly date)
    {
        var place = _onOrAfter[Index(date)];
        return At(place < _sessions.Length && _sessions[place].Date == date ? place + 1 : place, date);
    }

    /// <summary>The last session before a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none in the calendar.</exception>
    public Session PreviousSession(DateOnly date) => At(_onOrAfter[Index(date)] - 1, date);

    /// <summary>The sessions from one day to another, both included, in order of time.</summary>
    public IReadOnlyList<Session> Sessions(DateOnly first, DateOnly last)
    {
        var (from, to) = (_onOrAfter[Index(first)], _onOrAfter[Index(last)]);
        if (to < _sessions.Length && _sessions[to].Date == last) to++;
        return from < to ? _sessions[from..to] : [];
    }

    /// <summary>What is out of the ordinary on a weekday: a holiday, an early close, a late open. Null on any other day.</summary>
    public SpecialDay? SpecialOn(DateOnly date)
    {
        var session = SessionOn(date);
        return !IsWeekend(date) && Plan(date).Special is { } name ? new SpecialDay(date, name, session) : null;
    }

    /// <summary>The special days from one day to another, both included, in order of time.</summary>
    public IReadOnlyList<SpecialDay> SpecialDays(DateOnly first, DateOnly last)
    {
        var days = new List<SpecialDay>();
        for (var index = Index(first); index <= Index(last); index++)
            if (SpecialOn(FirstDay.AddDays(index)) is { } special)
                days.Add(special);
        return days;
    }

    /// <summary>The name of the holiday, or the reason, for which the exchange is closed on a weekday; null when it is not.</summary>
    public string? HolidayName(DateOnly date) => SpecialOn(date) is { IsClosed: true } special ? special.Name : null;

    /// <summary>What is special about a weekday, if anything is, and its hours of regular trading, if it has any.</summary>
    private static (string? Special, TimeOnly? Open, TimeOnly? Close) Plan(DateOnly date)
    {
        if (NyseHistory.On(date) is { } entry) return (entry.Name, entry.Open, entry.Close);
        if (NyseRules.HolidayOn(date) is { } holiday) return (holiday, null, null);
        return NyseRules.EarlyCloseOn(date) is { } eve
            ? (eve, UsualOpen, NyseRules.EarlyCloseTime(date.Year))
            : (null, UsualOpen, UsualClose);
    }

    private static Session SessionOf(DateOnly date, TimeOnly open, TimeOnly close)
    {
        // Clocks change on Sundays: a session has one offset from its first moment to its last.
        var midnight = EasternTime.ToUtc(date, TimeOnly.MinValue);
        var closes = midnight + close.ToTimeSpan();
        return new Session(
            date,
            midnight + PreMarketOpen.ToTimeSpan(),
            midnight + open.ToTimeSpan(),
            closes,
            closes + AfterHours,
            IsEarlyClose: close < UsualClose);
    }

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static int Index(DateOnly date) => date >= FirstDay && date <= LastDay
        ? date.DayNumber - FirstDay.DayNumber
        : throw Outside(date);

    private Session At(int place, DateOnly asked) => (uint)place < (uint)_sessions.Length ? _sessions[place] : throw Outside(asked);

    private static ArgumentOutOfRangeException Outside(DateOnly date) => new(
        nameof(date), date, $"The NYSE calendar has sessions from {FirstDay:yyyy-MM-dd} to {LastDay:yyyy-MM-dd} only.");
}
