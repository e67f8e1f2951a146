using Trading.MarketData;

namespace Trading.Runtime.Tests.Exchange;

/// <summary>Trades on every weekday but the given ones: 9:30 to 16:00 at five hours behind UTC, extended hours 4:00 to 20:00.</summary>
internal sealed class WeekdayCalendar(params DateOnly[] closed) : IMarketCalendar
{
    public static Session Of(DateOnly date)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).AddHours(5);
        return new Session(date, midnight.AddHours(4), midnight.AddHours(9.5), midnight.AddHours(16), midnight.AddHours(20), IsEarlyClose: false);
    }

    public Session? SessionOn(DateOnly date) =>
        date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || closed.Contains(date) ? null : Of(date);

    public Session CurrentOrNext(DateTimeOffset time)
    {
        for (var date = DateOnly.FromDateTime(time.UtcDateTime).AddDays(-1); ; date = date.AddDays(1))
            if (SessionOn(date) is { } session && time < session.AfterHoursClose) return session;
    }
}
