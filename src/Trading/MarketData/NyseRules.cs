using static System.DayOfWeek;

namespace Trading.MarketData;

/// <summary>The holidays and early closes that the New York Stock Exchange keeps by rule, for weekdays from 1990.</summary>
/// <remarks>
/// <para>NYSE Rule 7.2 (once Rule 51) names the holidays. One that falls on a Saturday is kept on the Friday before,
/// one on a Sunday on the Monday after, unless business conditions are unusual, such as the end of an accounting period:
/// therefore a New Year's Day on a Saturday is not kept at all.</para>
/// <para>Early closes are announced year by year (NYSE Group holiday and early closings calendar). What was done, and is
/// carried forward here: the day after Thanksgiving from 1992; Christmas Eve in every year here; the day before Independence
/// Day from 1995, but with the Fourth on a Thursday the Friday after it until 2012, and the Wednesday before it from 2013.
/// They were at 14:00 until 1992 and are at 13:00 from 1993.</para>
/// </remarks>
internal static class NyseRules
{
    /// <summary>The holiday a weekday is closed for, or null.</summary>
    public static string? HolidayOn(DateOnly date) => (date.Month, date.Day, date.DayOfWeek) switch
    {
        (1, 1, _) or (1, 2, Monday) => "New Year's Day",
        (1, >= 15 and <= 21, Monday) when date.Year >= 1998 => "Martin Luther King, Jr. Day",
        (2, >= 15 and <= 21, Monday) => "Washington's Birthday",
        (3 or 4, _, Friday) when date == GoodFriday(date.Year) => "Good Friday",
        (5, >= 25, Monday) => "Memorial Day",
        (6, 19, _) or (6, 18, Friday) or (6, 20, Monday) when date.Year >= 2022 => "Juneteenth National Independence Day",
        (7, 4, _) or (7, 3, Friday) or (7, 5, Monday) => "Independence Day",
        (9, <= 7, Monday) => "Labor Day",
        (11, >= 22 and <= 28, Thursday) => "Thanksgiving Day",
        (12, 25, _) or (12, 24, Friday) or (12, 26, Monday) => "Christmas Day",
        _ => null,
    };

    /// <summary>The reason for an early close on a weekday that is no holiday, or null.</summary>
    public static string? EarlyCloseOn(DateOnly date) => (date.Month, date.Day, date.DayOfWeek) switch
    {
        (7, 3, Monday or Tuesday or Thursday) when date.Year >= 1995 => "Day before Independence Day",
        (7, 3, Wednesday) when date.Year >= 2013 => "Day before Independence Day",
        (7, 5, Friday) when date.Year is >= 1995 and < 2013 => "Day after Independence Day",
        (11, >= 23 and <= 29, Friday) when date.Year >= 1992 => "Day after Thanksgiving",
        (12, 24, Monday or Tuesday or Wednesday or Thursday) => "Christmas Eve",
        _ => null,
    };

    public static TimeOnly EarlyCloseTime(int year) => new(year >= 1993 ? 13 : 14, 0);

    /// <summary>Two days before Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    public static DateOnly GoodFriday(int year)
    {
        var golden = year % 19;
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var (leapCenturies, centuryRest) = Math.DivRem(century, 4);
        var correction = (century + 8) / 25;
        var epact = ((19 * golden) + century - leapCenturies - ((century - correction + 1) / 3) + 15) % 30;
        var (leapYears, yearRest) = Math.DivRem(yearOfCentury, 4);
        var toSunday = (32 + (2 * centuryRest) + (2 * leapYears) - epact - yearRest) % 7;
        var late = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var (month, day) = Math.DivRem(epact + toSunday - (7 * late) + 114, 31);
        return new DateOnly(year, month, day + 1).AddDays(-2);
    }
}
