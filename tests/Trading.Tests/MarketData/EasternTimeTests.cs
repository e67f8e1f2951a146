using System.Globalization;
using Trading.MarketData;

namespace Trading.Tests.MarketData;

public class EasternTimeTests
{
    [Theory]
    [InlineData(1967, "04-30", "10-29")]
    [InlineData(1974, "01-06", "10-27")]
    [InlineData(1975, "02-23", "10-26")]
    [InlineData(1986, "04-27", "10-26")]
    [InlineData(1987, "04-05", "10-25")]
    [InlineData(1990, "04-01", "10-28")]
    [InlineData(2001, "04-01", "10-28")]
    [InlineData(2006, "04-02", "10-29")]
    [InlineData(2007, "03-11", "11-04")]
    [InlineData(2010, "03-14", "11-07")]
    [InlineData(2015, "03-08", "11-01")]
    [InlineData(2025, "03-09", "11-02")]
    [InlineData(2026, "03-08", "11-01")]
    [InlineData(2035, "03-11", "11-04")]
    public void Daylight_time_runs_between_the_sundays_of_the_law(int year, string starts, string ends) =>
        Assert.Equal((DateOnly.Parse($"{year}-{starts}"), DateOnly.Parse($"{year}-{ends}")), EasternTime.DaylightTime(year));

    [Theory]
    [InlineData("2025-03-09T06:59:59Z", "2025-03-09 01:59:59 -05:00")]
    [InlineData("2025-03-09T07:00:00Z", "2025-03-09 03:00:00 -04:00")]
    [InlineData("2025-11-02T05:59:59Z", "2025-11-02 01:59:59 -04:00")]
    [InlineData("2025-11-02T06:00:00Z", "2025-11-02 01:00:00 -05:00")]
    [InlineData("2006-04-02T06:59:59Z", "2006-04-02 01:59:59 -05:00")]
    [InlineData("2006-04-02T07:00:00Z", "2006-04-02 03:00:00 -04:00")]
    [InlineData("2026-01-01T04:30:00Z", "2025-12-31 23:30:00 -05:00")]
    public void The_clock_of_new_york_jumps_at_two_in_the_morning(string utc, string shown) =>
        Assert.Equal(shown, EasternTime.At(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2025-03-09", "02:30", "2025-03-09T07:30:00Z")]
    [InlineData("2025-11-02", "01:30", "2025-11-02T05:30:00Z")]
    [InlineData("2025-11-02", "02:00", "2025-11-02T07:00:00Z")]
    [InlineData("2025-07-01", "09:30", "2025-07-01T13:30:00Z")]
    [InlineData("2025-12-01", "09:30", "2025-12-01T14:30:00Z")]
    public void A_skipped_hour_is_read_later_and_a_doubled_hour_the_first_time(string date, string time, string utc) =>
        Assert.Equal(
            DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture),
            EasternTime.ToUtc(DateOnly.Parse(date, CultureInfo.InvariantCulture), TimeOnly.Parse(time, CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_half_hour_since_1967_has_the_offset_of_the_time_zone_database()
    {
        var newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var end = new DateTimeOffset(2037, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var time = new DateTimeOffset(1967, 1, 2, 0, 0, 0, TimeSpan.Zero); time < end; time = time.AddMinutes(30))
            if (EasternTime.OffsetAt(time) != newYork.GetUtcOffset(time))
                Assert.Fail($"{time:u}: {EasternTime.OffsetAt(time)}, not {newYork.GetUtcOffset(time)}");
    }

    [Fact]
    public void A_moment_survives_the_way_to_new_york_and_back_but_for_the_second_of_a_doubled_hour() =>
        Gen.Long[new DateTime(1967, 1, 2).Ticks, new DateTime(2100, 1, 1).Ticks].Sample(ticks =>
        {
            var moment = new DateTimeOffset(ticks, TimeSpan.Zero);
            var shown = EasternTime.At(moment);
            var back = EasternTime.ToUtc(DateOnly.FromDateTime(shown.DateTime), TimeOnly.FromDateTime(shown.DateTime));
            var endsToday = EasternTime.DaylightTime(shown.Year).Ends == DateOnly.FromDateTime(shown.DateTime);
            return back == moment || (endsToday && shown.Hour == 1 && moment - back == TimeSpan.FromHours(1));
        });

    [Fact]
    public void Years_before_the_law_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EasternTime.OffsetAt(new DateTimeOffset(1966, 7, 1, 0, 0, 0, TimeSpan.Zero)));
}
