using System.Globalization;
using Trading.MarketData;

namespace Trading.Tests.MarketData;

public class NyseCalendarTests
{
    private static readonly NyseCalendar Calendar = new();

    [Theory]
    [InlineData("2023-01-02", "New Year's Day")]
    [InlineData("1998-01-19", "Martin Luther King, Jr. Day")]
    [InlineData("2024-02-19", "Washington's Birthday")]
    [InlineData("2024-03-29", "Good Friday")]
    [InlineData("2024-05-27", "Memorial Day")]
    [InlineData("2022-06-20", "Juneteenth National Independence Day")]
    [InlineData("2027-06-18", "Juneteenth National Independence Day")]
    [InlineData("2026-07-03", "Independence Day")]
    [InlineData("2021-07-05", "Independence Day")]
    [InlineData("2024-09-02", "Labor Day")]
    [InlineData("2024-11-28", "Thanksgiving Day")]
    [InlineData("2021-12-24", "Christmas Day")]
    [InlineData("2022-12-26", "Christmas Day")]
    [InlineData("2001-09-12", "Attacks of September 11")]
    [InlineData("2012-10-30", "Hurricane Sandy")]
    [InlineData("2025-01-09", "Day of mourning for Jimmy Carter")]
    public void A_closed_day_has_the_name_of_its_holiday(string date, string name)
    {
        Assert.Null(Calendar.SessionOn(Day(date)));
        Assert.Equal(name, Calendar.HolidayName(Day(date)));
    }

    [Theory]
    [InlineData("1997-01-20")] // Martin Luther King, Jr. Day, before it was kept
    [InlineData("2021-06-18")] // Juneteenth, before it was kept
    [InlineData("1999-12-31")] // New Year's Day on a Saturday
    [InlineData("2010-12-31")]
    [InlineData("2021-12-31")]
    [InlineData("2022-01-03")]
    [InlineData("2027-12-31")]
    [InlineData("2024-10-14")] // Columbus Day
    [InlineData("2024-11-11")] // Veterans Day
    [InlineData("2003-08-15")] // the day after the blackout
    [InlineData("2015-07-08")] // halted for hours, but not closed
    [InlineData("2025-12-26")] // federal offices closed, the exchange did not
    public void A_day_the_exchange_worked_is_no_holiday(string date)
    {
        Assert.NotNull(Calendar.SessionOn(Day(date)));
        Assert.Null(Calendar.HolidayName(Day(date)));
    }

    [Theory]
    [InlineData("1990-11-23")] // Thanksgiving before the custom began
    [InlineData("1991-11-29")]
    [InlineData("1991-07-03")]
    [InlineData("2002-07-03")] // the Fourth on a Thursday: the Friday, until 2012
    [InlineData("2013-07-05")] // and the Wednesday from 2013
    [InlineData("2009-07-02")] // the Fourth on a Saturday
    [InlineData("2020-07-02")]
    [InlineData("2022-12-23")] // Christmas on a Sunday
    [InlineData("2008-12-26")]
    [InlineData("2014-12-26")]
    public void A_day_near_a_holiday_is_a_full_day_unless_the_rule_says_so(string date)
    {
        Assert.False(Calendar.SessionOn(Day(date))!.IsEarlyClose);
        Assert.Null(Calendar.SpecialOn(Day(date)));
    }

    [Theory]
    [InlineData("2013-07-03", "Day before Independence Day")]
    [InlineData("1996-07-05", "Day after Independence Day")]
    [InlineData("2024-11-29", "Day after Thanksgiving")]
    [InlineData("2024-12-24", "Christmas Eve")]
    [InlineData("2003-12-26", "Day after Christmas")]
    [InlineData("1999-12-31", "New Year's Eve of the year 2000")]
    public void A_short_day_is_special_but_not_closed(string date, string name)
    {
        var special = Calendar.SpecialOn(Day(date))!;
        Assert.Equal((name, false, true), (special.Name, special.IsClosed, special.Session!.IsEarlyClose));
    }

    [Theory]
    [InlineData("2025-07-01", "08:00", "13:30", "20:00", "00:00")]
    [InlineData("2025-12-01", "09:00", "14:30", "21:00", "01:00")]
    [InlineData("2025-07-03", "08:00", "13:30", "17:00", "21:00")]
    [InlineData("2025-12-24", "09:00", "14:30", "18:00", "22:00")]
    [InlineData("1992-12-24", "09:00", "14:30", "19:00", "23:00")]
    [InlineData("2007-03-09", "09:00", "14:30", "21:00", "01:00")] // the Friday and the Monday around the clock change
    [InlineData("2007-03-12", "08:00", "13:30", "20:00", "00:00")]
    [InlineData("2006-03-13", "09:00", "14:30", "21:00", "01:00")] // still winter time in March 2006
    [InlineData("2006-10-30", "09:00", "14:30", "21:00", "01:00")]
    [InlineData("2007-10-29", "08:00", "13:30", "20:00", "00:00")]
    [InlineData("2007-11-05", "09:00", "14:30", "21:00", "01:00")]
    public void A_session_has_its_hours_in_UTC(string date, string preMarket, string open, string close, string afterHours)
    {
        var session = Calendar.SessionOn(Day(date))!;
        Assert.Equal(
            (preMarket, open, close, afterHours),
            (Clock(session.PreMarketOpen), Clock(session.Open), Clock(session.Close), Clock(session.AfterHoursClose)));
        Assert.All([session.PreMarketOpen, session.Open, session.Close, session.AfterHoursClose], time => Assert.Equal(TimeSpan.Zero, time.Offset));
    }

    [Theory]
    [InlineData("2025-07-01T07:59:59Z", SessionPhase.Closed)]
    [InlineData("2025-07-01T08:00:00Z", SessionPhase.PreMarket)]
    [InlineData("2025-07-01T13:29:59Z", SessionPhase.PreMarket)]
    [InlineData("2025-07-01T13:30:00Z", SessionPhase.Regular)]
    [InlineData("2025-07-01T19:59:59Z", SessionPhase.Regular)]
    [InlineData("2025-07-01T20:00:00Z", SessionPhase.AfterHours)]
    [InlineData("2025-07-01T23:59:59Z", SessionPhase.AfterHours)]
    [InlineData("2025-07-02T00:00:00Z", SessionPhase.Closed)]
    [InlineData("2025-07-03T16:59:59Z", SessionPhase.Regular)]
    [InlineData("2025-07-03T17:00:00Z", SessionPhase.AfterHours)]
    [InlineData("2025-07-03T21:00:00Z", SessionPhase.Closed)]
    [InlineData("2025-07-04T15:00:00Z", SessionPhase.Closed)]
    public void The_phase_of_the_current_or_next_session_is_the_phase_of_the_market(string time, SessionPhase phase) =>
        Assert.Equal(phase, Calendar.CurrentOrNext(Time(time)).PhaseAt(Time(time)));

    [Theory]
    [InlineData("2025-07-02T01:00:00Z", "2025-07-02")]
    [InlineData("2025-12-02T00:59:59Z", "2025-12-01")] // 19:59 in New York, tomorrow in UTC
    [InlineData("2025-12-02T01:00:00Z", "2025-12-02")]
    [InlineData("2025-07-03T20:59:59Z", "2025-07-03")]
    [InlineData("2025-07-03T21:00:00Z", "2025-07-07")] // over Independence Day and a weekend
    [InlineData("2001-09-10T23:59:59Z", "2001-09-10")]
    [InlineData("2001-09-11T00:00:00Z", "2001-09-17")]
    [InlineData("1990-01-01T00:00:00Z", "1990-01-02")]
    [InlineData("2036-01-01T00:59:59Z", "2035-12-31")]
    public void A_moment_belongs_to_the_session_it_is_in_or_the_next_one(string time, string date) =>
        Assert.Equal(Day(date), Calendar.CurrentOrNext(Time(time)).Date);

    [Fact]
    public void The_current_or_next_session_is_the_first_that_has_not_ended()
    {
        var sessions = Calendar.Sessions(NyseCalendar.FirstDay, NyseCalendar.LastDay);
        Gen.Select(Gen.Int[1, sessions.Count - 1], Gen.Long[0, TimeSpan.TicksPerDay * 6]).Sample((place, ticks) =>
        {
            var time = sessions[place].AfterHoursClose.AddTicks(-ticks);
            return Calendar.CurrentOrNext(time) == sessions.First(session => time < session.AfterHoursClose);
        });
    }

    [Fact]
    public void Sessions_follow_each_other_without_overlap()
    {
        var sessions = Calendar.Sessions(NyseCalendar.FirstDay, NyseCalendar.LastDay);
        for (var i = 1; i < sessions.Count; i++)
        {
            Assert.True(sessions[i - 1].AfterHoursClose < sessions[i].PreMarketOpen);
            Assert.Same(sessions[i], Calendar.NextSession(sessions[i - 1].Date));
            Assert.Same(sessions[i - 1], Calendar.PreviousSession(sessions[i].Date));
            Assert.Same(sessions[i], Calendar.SessionOn(sessions[i].Date));
        }
    }

    [Theory]
    [InlineData("2025-07-03", "2025-07-02", "2025-07-07")]
    [InlineData("2025-07-04", "2025-07-03", "2025-07-07")]
    [InlineData("2025-07-06", "2025-07-03", "2025-07-07")]
    public void The_sessions_before_and_after_a_day_leave_the_day_out(string date, string before, string after)
    {
        Assert.Equal(Day(before), Calendar.PreviousSession(Day(date)).Date);
        Assert.Equal(Day(after), Calendar.NextSession(Day(date)).Date);
    }

    [Fact]
    public void A_range_of_sessions_includes_both_its_ends()
    {
        Assert.Equal(
            [Day("2025-07-02"), Day("2025-07-03"), Day("2025-07-07")],
            Calendar.Sessions(Day("2025-07-02"), Day("2025-07-07")).Select(session => session.Date));
        Assert.Empty(Calendar.Sessions(Day("2025-07-04"), Day("2025-07-06")));
        Assert.Empty(Calendar.Sessions(Day("2025-07-07"), Day("2025-07-02")));
        Assert.Equal(Day("2035-12-31"), Calendar.Sessions(Day("2035-12-29"), Day("2035-12-31")).Single().Date);
    }

    [Fact]
    public void The_special_days_of_a_range_are_listed_with_their_names() =>
        Assert.Equal(
            ["2025-11-27 Thanksgiving Day", "2025-11-28 Day after Thanksgiving", "2025-12-24 Christmas Eve", "2025-12-25 Christmas Day"],
            Calendar.SpecialDays(Day("2025-11-01"), Day("2025-12-31")).Select(day => $"{day.Date:yyyy-MM-dd} {day.Name}"));

    [Fact]
    public void A_day_outside_the_calendar_is_refused_with_the_days_it_knows()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.SessionOn(Day("2036-01-01")));
        Assert.Contains("1990-01-01 to 2035-12-31", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.SessionOn(Day("1989-12-31")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.CurrentOrNext(Time("1989-12-31T12:00:00Z")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.CurrentOrNext(Time("2036-01-01T01:00:00Z")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.NextSession(NyseCalendar.LastDay));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.PreviousSession(NyseCalendar.FirstDay));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.Sessions(Day("2035-01-01"), Day("2036-01-01")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.SpecialDays(Day("1989-01-01"), Day("1990-01-01")));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
}
