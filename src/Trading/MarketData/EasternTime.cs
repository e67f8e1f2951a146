namespace Trading.MarketData;

/// <summary>The clock of New York: five hours behind UTC, four in daylight saving time.</summary>
/// <remarks>
/// <para>Computed from the law, so that a machine without a time zone database gives the same sessions. Daylight time begins
/// and ends at 2:00 on a Sunday: the Uniform Time Act of 1966 (last Sunday of April to last Sunday of October), the
/// Emergency Daylight Saving Time Act (early starts in 1974 and 1975), Public Law 99-359 (first Sunday of April, from 1987)
/// and the Energy Policy Act of 2005 (second Sunday of March to first Sunday of November, from 2007). A year to come follows
/// the last of them.</para>
/// <para>Every member throws <see cref="ArgumentOutOfRangeException"/> before 1967, when each state had its own rule.</para>
/// </remarks>
public static class EasternTime
{
    /// <summary>The first year with one rule for the whole country.</summary>
    public const int FirstYear = 1967;

    private static readonly TimeSpan Standard = TimeSpan.FromHours(-5);
    private static readonly TimeSpan Daylight = TimeSpan.FromHours(-4);

    /// <summary>How far the clock of New York is ahead of UTC: minus five or minus four hours.</summary>
    public static TimeSpan OffsetAt(DateTimeOffset moment)
    {
        var standardTime = moment.UtcDateTime + Standard;
        var (starts, ends) = DaylightTime(standardTime.Year);
        // Clocks go back at 2:00 daylight time, which is 1:00 standard time.
        return standardTime >= starts.ToDateTime(new TimeOnly(2, 0)) && standardTime < ends.ToDateTime(new TimeOnly(1, 0))
            ? Daylight
            : Standard;
    }

    /// <summary>The same moment as the clock of New York shows it.</summary>
    public static DateTimeOffset At(DateTimeOffset moment) => moment.ToOffset(OffsetAt(moment));

    /// <summary>The day it is in New York.</summary>
    public static DateOnly DateAt(DateTimeOffset moment) => DateOnly.FromDateTime(At(moment).DateTime);

    /// <summary>The moment, in UTC, at which the clock of New York shows a time.</summary>
    /// <remarks>
    /// An hour that comes twice (1:00 to 2:00 when daylight time ends) is taken the first time; an hour that is skipped (2:00
    /// to 3:00 when it begins) is read as standard time, an hour later on the clock.
    /// </remarks>
    public static DateTimeOffset ToUtc(DateOnly date, TimeOnly time)
    {
        var (starts, ends) = DaylightTime(date.Year);
        var clock = date.ToDateTime(time);
        var offset = clock >= starts.ToDateTime(new TimeOnly(3, 0)) && clock < ends.ToDateTime(new TimeOnly(2, 0)) ? Daylight : Standard;
        return new DateTimeOffset(clock - offset, TimeSpan.Zero);
    }

    /// <summary>The Sundays on which daylight saving time begins and ends.</summary>
    public static (DateOnly Starts, DateOnly Ends) DaylightTime(int year) => year switch
    {
        >= 2007 => (SundayFrom(year, 3, 8), SundayFrom(year, 11, 1)),
        >= 1987 => (SundayFrom(year, 4, 1), SundayFrom(year, 10, 25)),
        1975 => (new DateOnly(1975, 2, 23), SundayFrom(year, 10, 25)),
        1974 => (new DateOnly(1974, 1, 6), SundayFrom(year, 10, 25)),
        >= FirstYear => (SundayFrom(year, 4, 24), SundayFrom(year, 10, 25)),
        _ => throw new ArgumentOutOfRangeException(nameof(year), year, $"Daylight saving time is known from {FirstYear}."),
    };

    private static DateOnly SundayFrom(int year, int month, int day)
    {
        var date = new DateOnly(year, month, day);
        return date.AddDays((7 - (int)date.DayOfWeek) % 7);
    }
}
