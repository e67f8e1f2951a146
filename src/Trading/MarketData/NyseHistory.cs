using System.Collections.Frozen;

namespace Trading.MarketData;

/// <summary>The days since 1990 on which the New York Stock Exchange departed from its rules.</summary>
/// <remarks>
/// <para>From the exchange's own list of special closings (NYSE-Closings.pdf, to 2011), as read by the public packages
/// pandas_market_calendars, exchange_calendars and timeDate, and from the exchange's announcements since. A halt in the
/// middle of a day (the circuit breakers, 2001-06-08, 2015-07-08) is not a matter of the calendar.</para>
/// <para>Where they differ, taken is:
/// 1990-12-27, 11:00: the exchange's list and the press (Los Angeles Times of the day); the code of
/// pandas_market_calendars says 9:31, its text 11:00.
/// 1999-12-31, 13:00: announced by the exchange on 1999-06-04, and in exchange_calendars and timeDate; missing from the list
/// and from pandas_market_calendars.
/// 2002-09-11, 12:00: the list and the press of the next day; the plan of August had been 11:00.
/// 2005-06-01, 15:56: the list; Nasdaq, and so exchange_calendars, traded until 16:00.
/// 2009-07-02, 16:00: the list's 16:15 only finished orders that a fault had held up.
/// The late opens, and the early closes of 1994, 1996, 1997-10-27 and 2005, are not in exchange_calendars.</para>
/// </remarks>
internal static class NyseHistory
{
    private static readonly FrozenDictionary<DateOnly, Entry> Entries = new Dictionary<DateOnly, Entry>
    {
        [new(1990, 12, 27)] = Opens("Power failure after a transformer explosion", 11, 00),
        [new(1991, 01, 17)] = Opens("Moment of silence for the troops in the Persian Gulf", 9, 31),
        [new(1991, 02, 25)] = Opens("Moment of silence for the troops in the Persian Gulf", 9, 31),
        [new(1994, 02, 11)] = Closes("Snowstorm", 14, 30),
        [new(1994, 04, 27)] = Closed("Day of mourning for Richard Nixon"),
        [new(1995, 12, 18)] = Opens("Computer trouble", 10, 30),
        [new(1996, 01, 08)] = new("Snowstorm", new(11, 00), new(14, 00)),
        [new(1997, 10, 27)] = Closes("Circuit breaker", 15, 30),
        [new(1997, 12, 26)] = Closes("Day after Christmas", 13, 00),
        [new(1999, 12, 31)] = Closes("New Year's Eve of the year 2000", 13, 00),
        [new(2001, 09, 11)] = Closed("Attacks of September 11"),
        [new(2001, 09, 12)] = Closed("Attacks of September 11"),
        [new(2001, 09, 13)] = Closed("Attacks of September 11"),
        [new(2001, 09, 14)] = Closed("Attacks of September 11"),
        [new(2001, 09, 17)] = Opens("Silence for the victims of September 11", 9, 33),
        [new(2001, 10, 08)] = Opens("Moment of silence for the troops in Afghanistan", 9, 31),
        [new(2002, 09, 11)] = Opens("Anniversary of September 11", 12, 00),
        [new(2003, 03, 20)] = Opens("Moment of silence for the troops in Iraq", 9, 32),
        [new(2003, 12, 26)] = Closes("Day after Christmas", 13, 00),
        [new(2004, 06, 07)] = Opens("Moment of silence for Ronald Reagan", 9, 32),
        [new(2004, 06, 11)] = Closed("Day of mourning for Ronald Reagan"),
        [new(2005, 06, 01)] = Closes("Communications failure", 15, 56),
        [new(2006, 12, 27)] = Opens("Moment of silence for Gerald Ford", 9, 32),
        [new(2007, 01, 02)] = Closed("Day of mourning for Gerald Ford"),
        [new(2012, 10, 29)] = Closed("Hurricane Sandy"),
        [new(2012, 10, 30)] = Closed("Hurricane Sandy"),
        [new(2018, 12, 05)] = Closed("Day of mourning for George H. W. Bush"),
        [new(2025, 01, 09)] = Closed("Day of mourning for Jimmy Carter"),
    }.ToFrozenDictionary();

    /// <summary>What was out of rule on a day, or null.</summary>
    public static Entry? On(DateOnly date) => Entries.GetValueOrDefault(date);

    private static Entry Closed(string name) => new(name, null, null);

    private static Entry Opens(string name, int hour, int minute) => new(name, new(hour, minute), NyseCalendar.UsualClose);

    private static Entry Closes(string name, int hour, int minute) => new(name, NyseCalendar.UsualOpen, new(hour, minute));

    /// <summary>The reason, and the hours of regular trading; both null when closed all day.</summary>
    public sealed record Entry(string Name, TimeOnly? Open, TimeOnly? Close);
}
