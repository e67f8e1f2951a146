using System.Globalization;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>How single fields are read.</summary>
public class TextTests
{
    [Theory]
    [InlineData("187.5", '.', "187.50")]
    [InlineData("$1,187.50", '.', "1187.50")]
    [InlineData("-$3", '.', "-3.00")]
    [InlineData(" 1469.250000 ", '.', "1469.25")]
    [InlineData(".5", '.', "0.50")]
    [InlineData("5.", '.', "5.00")]
    [InlineData("1.5e2", '.', "150.00")]
    [InlineData("1234567,89", ',', "1234567.89")]
    [InlineData("1.234.567,89", ',', "1234567.89")]
    [InlineData("92233720368.54775807", '.', "92233720368.54775807")]
    [InlineData("0.000000005", '.', "0.00")]
    [InlineData("0.000000015", '.', "0.00000002")]
    public void A_price_is_read_exactly(string text, char sign, string price)
    {
        Assert.True(PriceText.TryRead(text, sign, out var units));
        Assert.Equal(price, Price.FromUnits(units).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1,23")]
    [InlineData("12,34,567")]
    [InlineData("1,2345")]
    [InlineData(",123")]
    [InlineData("1.2.3")]
    [InlineData("1 2")]
    [InlineData("12$")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("92233720368.54775808")]
    [InlineData("1e30")]
    [InlineData("0x10")]
    [InlineData("\u0661\u0662")]
    [InlineData("11111111111111111111111111111111111111111111111111111111111111111111111111111111")]
    public void What_is_no_price_is_refused(string text) => Assert.False(PriceText.TryRead(text, '.', out _));

    [Fact]
    public void Any_price_that_is_written_is_read_back() => Gen.Long[0, long.MaxValue].Sample(units =>
        PriceText.TryRead(Price.FromUnits(units).ToString(), '.', out var read) && read == units
        && PriceText.TryRead(Price.FromUnits(units).ToDecimal().ToString("N8", CultureInfo.InvariantCulture), '.', out read) && read == units);

    [Fact]
    public void A_price_of_any_digits_is_the_nearest_one() => Gen.Select(Gen.Long[0, 9_000_000_000], Gen.ULong).Sample((whole, part) =>
        PriceText.TryRead($"{whole}.{part:00000000000}", '.', out var read)
        && read == Price.FromDecimal(decimal.Parse($"{whole}.{part:00000000000}", CultureInfo.InvariantCulture)).Units);

    [Theory]
    [InlineData("931800000", 931800000, false)]
    [InlineData("1,234,567", 1234567, false)]
    [InlineData("123456.0", 123456, false)]
    [InlineData("9.3e8", 930000000, false)]
    [InlineData("12.3M", 12300000, false)]
    [InlineData("2.5B", 2500000000, false)]
    [InlineData("10.5", 10, true)]
    [InlineData("9223372036854775807", long.MaxValue, false)]
    public void A_volume_is_a_number_of_whole_shares(string text, long shares, bool rounds)
    {
        Assert.True(VolumeText.TryRead(text, '.', out var read, out var rounded));
        Assert.Equal((shares, rounds), (read, rounded));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("M")]
    [InlineData("9223372036854775808")]
    [InlineData("9999999999B")]
    [InlineData("1,23")]
    public void What_is_no_volume_is_refused(string text) => Assert.False(VolumeText.TryRead(text, '.', out _, out _));

    [Theory]
    [InlineData("2020-01-31", "2020-01-31")]
    [InlineData("2020/1/31", "2020-01-31")]
    [InlineData("2020.01.31", "2020-01-31")]
    [InlineData("20200131", "2020-01-31")]
    [InlineData("01/31/2020", "2020-01-31")]
    [InlineData("1/31/20", "2020-01-31")]
    [InlineData("31.01.2020", "2020-01-31")]
    [InlineData("31-Jan-2020", "2020-01-31")]
    [InlineData("31-JAN-20", "2020-01-31")]
    [InlineData("31Jan2020", "2020-01-31")]
    [InlineData("31 January 2020", "2020-01-31")]
    [InlineData("2020-Jan-31", "2020-01-31")]
    [InlineData("Jan 31, 2020", "2020-01-31")]
    [InlineData("Sept 1, 2020", "2020-09-01")]
    [InlineData("19-Sep-69", "1969-09-19")]
    [InlineData("19-Sep-68", "2068-09-19")]
    [InlineData("2020-02-29", "2020-02-29")]
    public void A_date_is_read(string text, string date)
    {
        Assert.True(StampText.TryRead(text, DayAndMonth.MonthFirst, out var stamp));
        Assert.Equal(date, stamp.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.False(stamp.HasTime || stamp.IsUtc);
    }

    [Theory]
    [InlineData("2020-01-31 09:30", "2020-01-31T09:30:00", false)]
    [InlineData("2020-01-31T09:30:15.1234567", "2020-01-31T09:30:15.1234567", false)]
    [InlineData("2020-01-31T09:30:15.123456789Z", "2020-01-31T09:30:15.1234567", true)]
    [InlineData("2020-01-31 09:30:00+02:00", "2020-01-31T07:30:00", true)]
    [InlineData("2020-01-31 09:30:00 -0500", "2020-01-31T14:30:00", true)]
    [InlineData("2020-01-31 09:30:00 EST", "2020-01-31T14:30:00", true)]
    [InlineData("2020-01-31 09:30:00 EDT", "2020-01-31T13:30:00", true)]
    [InlineData("2020-01-31 09:30:00 America/New_York", "2020-01-31T09:30:00", false)]
    [InlineData("31.01.2020 09:30:00.000 GMT-0500", "2020-01-31T14:30:00", true)]
    [InlineData("1/31/2020 4:00 PM", "2020-01-31T16:00:00", false)]
    [InlineData("1/31/2020 12:05 am", "2020-01-31T00:05:00", false)]
    [InlineData("20200131 093000", "2020-01-31T09:30:00", false)]
    [InlineData("20200131;0930", "2020-01-31T09:30:00", false)]
    [InlineData("20200131093000", "2020-01-31T09:30:00", false)]
    [InlineData("202001310930", "2020-01-31T09:30:00", false)]
    [InlineData("1580463000", "2020-01-31T09:30:00", true)]
    [InlineData("1580463000.5", "2020-01-31T09:30:00.5000000", true)]
    [InlineData("1580463000123", "2020-01-31T09:30:00.1230000", true)]
    [InlineData("1580463000123456", "2020-01-31T09:30:00.1234560", true)]
    [InlineData("1580463000123456789", "2020-01-31T09:30:00.1234567", true)]
    [InlineData("631152000", "1990-01-01T00:00:00", true)]
    [InlineData("946684800000", "2000-01-01T00:00:00", true)]
    [InlineData("-252460800", "1962-01-01T00:00:00", true)]
    public void A_time_is_read(string text, string time, bool isUtc)
    {
        Assert.True(StampText.TryRead(text, DayAndMonth.MonthFirst, out var stamp));
        Assert.Equal((DateTime.Parse(time, CultureInfo.InvariantCulture).Ticks, isUtc, true), (stamp.Ticks, stamp.IsUtc, stamp.HasTime));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2020-13-01")]
    [InlineData("2020-1")]
    [InlineData("2020-01/31")]
    [InlineData("31/01/2020")]
    [InlineData("1899-01-01")]
    [InlineData("2101-01-01")]
    [InlineData("2020-01-31T")]
    [InlineData("2020-01-31 24:00")]
    [InlineData("2020-01-31 09:60")]
    [InlineData("2020-01-31 9")]
    [InlineData("2020-01-31 13:00 PM")]
    [InlineData("2020-01-31 09:30 Mars")]
    [InlineData("2020-01-31 09:30+25:00")]
    [InlineData("2020-01-31 09:30:00.")]
    [InlineData("12345")]
    [InlineData("43831")]
    [InlineData("187.5")]
    [InlineData("9999999999999999999")]
    [InlineData("99999999999")]
    [InlineData("January")]
    [InlineData("31-Foo-2020")]
    public void What_is_no_time_is_refused(string text) => Assert.False(StampText.TryRead(text, DayAndMonth.MonthFirst, out _));

    [Fact]
    public void Any_moment_in_the_round_trip_format_is_read_back() =>
        Gen.Select(Gen.DateTime[new DateTime(1900, 1, 1), new DateTime(2100, 12, 31)], Gen.Int[-14 * 60, 14 * 60]).Sample((time, minutes) =>
        {
            var moment = new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.FromMinutes(minutes));
            return StampText.TryRead(moment.ToString("O", CultureInfo.InvariantCulture), default, out var stamp)
                && stamp is { IsUtc: true, HasTime: true } && stamp.Ticks == moment.UtcTicks;
        });

    [Theory]
    [InlineData("AAPL.csv", "AAPL")]
    [InlineData("deep/down/aapl.csv.gz", "AAPL")]
    [InlineData("archive.zip/spy.txt", "SPY")]
    [InlineData("aapl_1min_2020.csv", "AAPL")]
    [InlineData("AAPL-2020-01-02.csv", "AAPL")]
    [InlineData("BRK-B.csv", "BRK-B")]
    [InlineData("BRK.B_5m.csv", "BRK.B")]
    [InlineData("aapl.us.txt", "AAPL.US")]
    [InlineData("^GSPC daily.csv", "^GSPC")]
    [InlineData("sp500-2000.csv", "SP500")]
    [InlineData("MSFT (1).csv", "MSFT")]
    [InlineData("600000.csv", "600000")]
    [InlineData("jpm-d.csv", "JPM-D")]
    [InlineData("all my prices here.csv", null)]
    public void A_symbol_is_told_by_the_name_of_the_file(string path, string? symbol) => Assert.Equal(symbol, SymbolOfFileName.Find(path)?.Value);

    [Theory]
    [InlineData('.', "10", "11")]
    [InlineData('.', "10.5")]
    [InlineData('.', "1,234.50")]
    [InlineData('.', "1,234,567")]
    [InlineData('.', "1,234", "12.5")]
    [InlineData('.', "187.500")]
    [InlineData(',', "1.234,50")]
    [InlineData(',', "1,234", "1,5")]
    [InlineData(',', "1.234.567")]
    [InlineData(null, "1,234", "2,345")]
    [InlineData('.', "n/a", "see a,b", "1.5")]
    public void The_decimal_sign_is_told_by_the_prices(char? sign, params string[] prices) => Assert.Equal(sign, DecimalSigns.Find(prices));
}
