using System.Globalization;
using Trading.MarketData;

namespace Trading.Tests.MarketData;

/// <summary>
/// What the exchange did, year by year. 1990 to 2022: the session file with which exchange_calendars tests itself, the same
/// as the closures in pandas_market_calendars; 2023 to 2028: the calendars that NYSE Group announced.
/// </summary>
public class NyseHolidayTableTests
{
    private static readonly NyseCalendar Calendar = new();

    /// <summary>Year, sessions, days closed, and days closed early with the hour.</summary>
    public static TheoryData<int, int, string, string> Years => new()
    {
        { 1990, 253, "01-01 02-19 04-13 05-28 07-04 09-03 11-22 12-25", "12-24 14" },
        { 1991, 253, "01-01 02-18 03-29 05-27 07-04 09-02 11-28 12-25", "12-24 14" },
        { 1992, 254, "01-01 02-17 04-17 05-25 07-03 09-07 11-26 12-25", "11-27 14, 12-24 14" },
        { 1993, 253, "01-01 02-15 04-09 05-31 07-05 09-06 11-25 12-24", "11-26 13" },
        { 1994, 252, "02-21 04-01 04-27 05-30 07-04 09-05 11-24 12-26", "11-25 13" },
        { 1995, 252, "01-02 02-20 04-14 05-29 07-04 09-04 11-23 12-25", "07-03 13, 11-24 13" },
        { 1996, 254, "01-01 02-19 04-05 05-27 07-04 09-02 11-28 12-25", "07-05 13, 11-29 13, 12-24 13" },
        { 1997, 253, "01-01 02-17 03-28 05-26 07-04 09-01 11-27 12-25", "07-03 13, 11-28 13, 12-24 13, 12-26 13" },
        { 1998, 252, "01-01 01-19 02-16 04-10 05-25 07-03 09-07 11-26 12-25", "11-27 13, 12-24 13" },
        { 1999, 252, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24", "11-26 13, 12-31 13" },
        { 2000, 252, "01-17 02-21 04-21 05-29 07-04 09-04 11-23 12-25", "07-03 13, 11-24 13" },
        { 2001, 248, "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25", "07-03 13, 11-23 13, 12-24 13" },
        { 2002, 252, "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25", "07-05 13, 11-29 13, 12-24 13" },
        { 2003, 252, "01-01 01-20 02-17 04-18 05-26 07-04 09-01 11-27 12-25", "07-03 13, 11-28 13, 12-24 13, 12-26 13" },
        { 2004, 252, "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24", "11-26 13" },
        { 2005, 252, "01-17 02-21 03-25 05-30 07-04 09-05 11-24 12-26", "11-25 13" },
        { 2006, 251, "01-02 01-16 02-20 04-14 05-29 07-04 09-04 11-23 12-25", "07-03 13, 11-24 13" },
        { 2007, 251, "01-01 01-02 01-15 02-19 04-06 05-28 07-04 09-03 11-22 12-25", "07-03 13, 11-23 13, 12-24 13" },
        { 2008, 253, "01-01 01-21 02-18 03-21 05-26 07-04 09-01 11-27 12-25", "07-03 13, 11-28 13, 12-24 13" },
        { 2009, 252, "01-01 01-19 02-16 04-10 05-25 07-03 09-07 11-26 12-25", "11-27 13, 12-24 13" },
        { 2010, 252, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24", "11-26 13" },
        { 2011, 252, "01-17 02-21 04-22 05-30 07-04 09-05 11-24 12-26", "11-25 13" },
        { 2012, 250, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25", "07-03 13, 11-23 13, 12-24 13" },
        { 2013, 252, "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25", "07-03 13, 11-29 13, 12-24 13" },
        { 2014, 252, "01-01 01-20 02-17 04-18 05-26 07-04 09-01 11-27 12-25", "07-03 13, 11-28 13, 12-24 13" },
        { 2015, 252, "01-01 01-19 02-16 04-03 05-25 07-03 09-07 11-26 12-25", "11-27 13, 12-24 13" },
        { 2016, 252, "01-01 01-18 02-15 03-25 05-30 07-04 09-05 11-24 12-26", "11-25 13" },
        { 2017, 251, "01-02 01-16 02-20 04-14 05-29 07-04 09-04 11-23 12-25", "07-03 13, 11-24 13" },
        { 2018, 251, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25", "07-03 13, 11-23 13, 12-24 13" },
        { 2019, 252, "01-01 01-21 02-18 04-19 05-27 07-04 09-02 11-28 12-25", "07-03 13, 11-29 13, 12-24 13" },
        { 2020, 253, "01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25", "11-27 13, 12-24 13" },
        { 2021, 252, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24", "11-26 13" },
        { 2022, 251, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26", "11-25 13" },
        { 2023, 250, "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25", "07-03 13, 11-24 13" },
        { 2024, 252, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25", "07-03 13, 11-29 13, 12-24 13" },
        { 2025, 250, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25", "07-03 13, 11-28 13, 12-24 13" },
        { 2026, 251, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25", "11-27 13, 12-24 13" },
        { 2027, 251, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24", "11-26 13" },
        { 2028, 251, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25", "07-03 13, 11-24 13" },
    };

    /// <summary>Days out of rule that the sources of <see cref="Years"/> leave out, from the exchange's list of special closings.</summary>
    public static TheoryData<string, string, string> IrregularHours => new()
    {
        { "1990-12-27", "11:00", "16:00" },
        { "1991-01-17", "09:31", "16:00" },
        { "1991-02-25", "09:31", "16:00" },
        { "1994-02-11", "09:30", "14:30" },
        { "1995-12-18", "10:30", "16:00" },
        { "1996-01-08", "11:00", "14:00" },
        { "1997-10-27", "09:30", "15:30" },
        { "2001-09-17", "09:33", "16:00" },
        { "2001-10-08", "09:31", "16:00" },
        { "2002-09-11", "12:00", "16:00" },
        { "2003-03-20", "09:32", "16:00" },
        { "2004-06-07", "09:32", "16:00" },
        { "2005-06-01", "09:30", "15:56" },
        { "2006-12-27", "09:32", "16:00" },
    };

    [Theory]
    [MemberData(nameof(Years))]
    public void The_exchange_is_closed_on_the_days_it_was_closed(int year, int sessions, string closed, string early)
    {
        _ = early;
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        Assert.Equal(closed.Split(' '), Calendar.SpecialDays(first, last).Where(d => d.IsClosed).Select(d => d.Date.ToString("MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(sessions, Calendar.Sessions(first, last).Count);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void The_exchange_closes_early_on_the_days_it_closed_early(int year, int sessions, string closed, string early)
    {
        _ = (sessions, closed);
        var irregular = IrregularHours.Select(day => day.Data.Item1).ToHashSet();
        var days = Calendar.SpecialDays(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))
            .Where(day => !day.IsClosed && !irregular.Contains(day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(early.Split(", "), days.Select(day => EasternTime.At(day.Session!.Close).ToString("MM-dd H", CultureInfo.InvariantCulture)));
        Assert.All(days, day => Assert.True(day.Session!.IsEarlyClose));
    }

    [Theory]
    [MemberData(nameof(IrregularHours))]
    public void The_exchange_keeps_the_hours_it_kept_on_an_irregular_day(string date, string opens, string closes)
    {
        var session = Calendar.SessionOn(DateOnly.Parse(date, CultureInfo.InvariantCulture))!;
        Assert.Equal((opens, closes), (Clock(session.Open), Clock(session.Close)));
        Assert.Equal(closes != "16:00", session.IsEarlyClose);
        Assert.NotNull(Calendar.SpecialOn(session.Date));
    }

    [Fact]
    public void A_day_that_is_not_special_is_a_weekend_or_has_the_usual_hours()
    {
        for (var date = NyseCalendar.FirstDay; date <= NyseCalendar.LastDay; date = date.AddDays(1))
        {
            if (Calendar.SpecialOn(date) is not null) continue;
            var session = Calendar.SessionOn(date);
            Assert.Equal(date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, session is null);
            if (session is null) continue;
            Assert.Equal(
                (date, "04:00", "09:30", "16:00", "20:00", false),
                (session.Date, Clock(session.PreMarketOpen), Clock(session.Open), Clock(session.Close), Clock(session.AfterHoursClose), session.IsEarlyClose));
        }
    }

    private static string Clock(DateTimeOffset time) => EasternTime.At(time).ToString("HH:mm", CultureInfo.InvariantCulture);
}
