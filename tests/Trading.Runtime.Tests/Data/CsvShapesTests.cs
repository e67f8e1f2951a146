using System.Globalization;
using System.Text;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>Every shape in which vendors write the same bars gives the same bars.</summary>
public sealed class CsvShapesTests : IDisposable
{
    private static readonly string[] TwoDays =
    [
        "2020-01-02 14:30-21:00 10 12 9.5 11.25 1000",
        "2020-01-03 14:30-21:00 11.25 13 11 12.5 2000",
    ];

    private static readonly string[] TwoMinutes =
    [
        "2020-01-02 14:30-14:31 10 12 9.5 11.25 1000",
        "2020-01-02 14:31-14:32 11.25 13 11 12.5 2000",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain", "date,open,high,low,close,volume\n2020-01-02,10,12,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000\n")]
    [InlineData("no newline at the end", "date,open,high,low,close,volume\n2020-01-02,10,12,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000")]
    [InlineData("carriage returns", "date,open,high,low,close,volume\r\n2020-01-02,10,12,9.5,11.25,1000\r\n2020-01-03,11.25,13,11,12.5,2000\r\n")]
    [InlineData("byte order mark", "\uFEFFdate,open,high,low,close,volume\n2020-01-02,10,12,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000\n")]
    [InlineData("Yahoo", "Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,10.000000,12.000000,9.500000,11.250000,11.100000,1000\n2020-01-03,11.250000,13.000000,11.000000,12.500000,12.300000,2000\n")]
    [InlineData("any order and case", "VOL,Close,LOW,high,Open,DATE\n1000,11.25,9.5,12,10,2020-01-02\n2000,12.5,11,13,11.25,2020-01-03\n")]
    [InlineData("further columns", "date,vwap,open,high,low,close,trades,volume,note\n2020-01-02,1,10,12,9.5,11.25,7,1000,a\n2020-01-03,1,11.25,13,11,12.5,8,2000,b\n")]
    [InlineData("no header", "2020-01-02,10,12,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000\n")]
    [InlineData("no header, adjusted close", "2020-01-02,10,12,9.5,11.25,11.1,1000\n2020-01-03,11.25,13,11,12.5,12.3,2000\n")]
    [InlineData("no header, open interest", "2020-01-02,10,12,9.5,11.25,1000,0\n2020-01-03,11.25,13,11,12.5,2000,0\n")]
    [InlineData("semicolons", "date;open;high;low;close;volume\n2020-01-02;10;12;9.5;11.25;1000\n2020-01-03;11.25;13;11;12.5;2000\n")]
    [InlineData("semicolons and decimal commas", "date;open;high;low;close;volume\n2020-01-02;10,0;12,0;9,5;11,25;1000\n2020-01-03;11,25;13,0;11,0;12,5;2000\n")]
    [InlineData("tabs", "date\topen\thigh\tlow\tclose\tvolume\n2020-01-02\t10\t12\t9.5\t11.25\t1000\n2020-01-03\t11.25\t13\t11\t12.5\t2000\n")]
    [InlineData("bars", "date|open|high|low|close|volume\n2020-01-02|10|12|9.5|11.25|1000\n2020-01-03|11.25|13|11|12.5|2000\n")]
    [InlineData("spreadsheet's first line", "sep=;\ndate;open;high;low;close;volume\n2020-01-02;10;12;9.5;11.25;1000\n2020-01-03;11.25;13;11;12.5;2000\n")]
    [InlineData("quotes", "\"date\",\"open\",\"high\",\"low\",\"close\",\"volume\"\n\"2020-01-02\",\"10\",\"12\",\"9.5\",\"11.25\",\"1,000\"\n\"2020-01-03\",\"11.25\",\"13\",\"11\",\"12.5\",\"2,000\"\n")]
    [InlineData("spaces", "date, open, high, low, close, volume\n2020-01-02, 10, 12, 9.5, 11.25, 1000\n2020-01-03, 11.25, 13, 11, 12.5, 2000\n")]
    [InlineData("blank lines and comments", "# from somewhere\n\ndate,open,high,low,close,volume\n\n2020-01-02,10,12,9.5,11.25,1000\n# half way\n,,,,,\n2020-01-03,11.25,13,11,12.5,2000\n\n")]
    [InlineData("Nasdaq", "Date,Close/Last,Volume,Open,High,Low\n01/03/2020,$12.50,2000,$11.25,$13.00,$11.00\n01/02/2020,$11.25,1000,$10.00,$12.00,$9.50\n")]
    [InlineData("Investing.com", "\"Date\",\"Price\",\"Open\",\"High\",\"Low\",\"Vol.\",\"Change %\"\n\"01/03/2020\",\"12.50\",\"11.25\",\"13.00\",\"11.00\",\"2.00K\",\"1.1%\"\n\"01/02/2020\",\"11.25\",\"10.00\",\"12.00\",\"9.50\",\"1.00K\",\"0.5%\"\n")]
    [InlineData("Stooq", "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nX,D,20200102,000000,10,12,9.5,11.25,1000,0\nX,D,20200103,000000,11.25,13,11,12.5,2000,0\n")]
    [InlineData("MetaTrader", "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n2020.01.02\t10\t12\t9.5\t11.25\t5\t1000\t1\n2020.01.03\t11.25\t13\t11\t12.5\t6\t2000\t1\n")]
    [InlineData("Alpha Vantage", "timestamp,1. open,2. high,3. low,4. close,5. volume\n2020-01-03,11.25,13,11,12.5,2000\n2020-01-02,10,12,9.5,11.25,1000\n")]
    [InlineData("Alpaca", "t,o,h,l,c,v,n,vw\n2020-01-02T05:00:00Z,10,12,9.5,11.25,1000,5,10.5\n2020-01-03T05:00:00Z,11.25,13,11,12.5,2000,6,12.1\n")]
    [InlineData("pandas index", ",Open,High,Low,Close,Volume\n2020-01-02,10.0,12.0,9.5,11.25,1000.0\n2020-01-03,11.25,13.0,11.0,12.5,2e3\n")]
    [InlineData("pandas numbered index", ",date,open,high,low,close,volume\n0,2020-01-02,10.0,12.0,9.5,11.25,1000\n1,2020-01-03,11.25,13.0,11.0,12.5,2000\n")]
    [InlineData("yfinance", "Price,Close,High,Low,Open,Volume\nTicker,X,X,X,X,X\nDate,,,,,\n2020-01-02,11.25,12,9.5,10,1000\n2020-01-03,12.5,13,11,11.25,2000\n")]
    [InlineData("yfinance with offsets", "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n2020-01-02 00:00:00-05:00,10,12,9.5,11.25,1000,0.0,0.0\n2020-01-03 00:00:00-05:00,11.25,13,11,12.5,2000,0.0,0.0\n")]
    [InlineData("midnights of UTC", "date,open,high,low,close,volume\n2020-01-02T00:00:00Z,10,12,9.5,11.25,1000\n2020-01-03T00:00:00Z,11.25,13,11,12.5,2000\n")]
    [InlineData("seconds since 1970", "time,open,high,low,close,volume\n1577923200,10,12,9.5,11.25,1000\n1578009600,11.25,13,11,12.5,2000\n")]
    [InlineData("times of the close", "date,open,high,low,close,volume\n2020-01-02 16:00:00,10,12,9.5,11.25,1000\n2020-01-03 16:00:00,11.25,13,11,12.5,2000\n")]
    [InlineData("symbol first", "2020-01-02,X,10,12,9.5,11.25,1000\n2020-01-03,X,11.25,13,11,12.5,2000\n")]
    [InlineData("month names", "date,open,high,low,close,volume\n2-Jan-20,10,12,9.5,11.25,1000\n3-Jan-20,11.25,13,11,12.5,2000\n")]
    [InlineData("American words", "date,open,high,low,close,volume\n\"Jan 02, 2020\",10,12,9.5,11.25,1000\n\"Jan 03, 2020\",11.25,13,11,12.5,2000\n")]
    [InlineData("German dates", "date;open;high;low;close;volume\n02.01.2020;10;12;9.5;11.25;1000\n03.01.2020;11.25;13;11;12.5;2000\n")]
    [InlineData("rows without prices", "date,open,high,low,close,volume\n2020-01-01,null,null,null,null,null\n2020-01-02,10,12,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000\n2020-01-06,,,,,\n")]
    [InlineData("a row twice", "date,open,high,low,close,volume\n2020-01-02,10,12,9.5,11.25,1000\n2020-01-02,10.00,12.0,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000\n")]
    public void Daily_bars_run_from_the_open_to_the_close_in_every_shape(string shape, string text)
    {
        var data = _folder.Open("x.csv", text);

        Assert.Equal(TwoDays, data.InShort());
        Assert.True(data.Series is [{ Symbol.Value: "X", Period.IsDaily: true, Count: 2 }], shape);
    }

    [Theory]
    [InlineData("plain", "timestamp,open,high,low,close,volume\n2020-01-02 09:30:00,10,12,9.5,11.25,1000\n2020-01-02 09:31:00,11.25,13,11,12.5,2000\n")]
    [InlineData("T and no seconds", "datetime,open,high,low,close,volume\n2020-01-02T09:30,10,12,9.5,11.25,1000\n2020-01-02T09:31,11.25,13,11,12.5,2000\n")]
    [InlineData("UTC", "timestamp,open,high,low,close,volume\n2020-01-02T14:30:00Z,10,12,9.5,11.25,1000\n2020-01-02T14:31:00Z,11.25,13,11,12.5,2000\n")]
    [InlineData("UTC with parts of a second", "ts_event,open,high,low,close,volume\n2020-01-02T14:30:00.000000000Z,10,12,9.5,11.25,1000\n2020-01-02T14:31:00.000000000Z,11.25,13,11,12.5,2000\n")]
    [InlineData("UTC by the name of the column", "Gmt time,Open,High,Low,Close,Volume\n02.01.2020 14:30:00.000,10,12,9.5,11.25,1000\n02.01.2020 14:31:00.000,11.25,13,11,12.5,2000\n")]
    [InlineData("offsets", "timestamp,open,high,low,close,volume\n2020-01-02 09:30:00-05:00,10,12,9.5,11.25,1000\n2020-01-02 15:31:00+0100,11.25,13,11,12.5,2000\n")]
    [InlineData("zone names", "timestamp,open,high,low,close,volume\n20200102 09:30:00 US/Eastern,10,12,9.5,11.25,1000\n20200102 09:31:00 US/Eastern,11.25,13,11,12.5,2000\n")]
    [InlineData("date and time", "Date,Time,Open,High,Low,Close,Volume\n01/02/2020,09:30,10,12,9.5,11.25,1000\n01/02/2020,09:31,11.25,13,11,12.5,2000\n")]
    [InlineData("Kibot", "01/02/2020,09:30,10,12,9.5,11.25,1000\n01/02/2020,09:31,11.25,13,11,12.5,2000\n")]
    [InlineData("FirstRate", "2020-01-02 09:30:00,10,12,9.5,11.25,1000\n2020-01-02 09:31:00,11.25,13,11,12.5,2000\n")]
    [InlineData("HistData", "20200102 093000;10;12;9.5;11.25;1000\n20200102 093100;11.25;13;11;12.5;2000\n")]
    [InlineData("digits alone", "20200102093000,10,12,9.5,11.25,1000\n20200102093100,11.25,13,11,12.5,2000\n")]
    [InlineData("time in digits", "20200102,0930,10,12,9.5,11.25,1000\n20200102,0931,11.25,13,11,12.5,2000\n")]
    [InlineData("half days", "date,time,open,high,low,close,volume\n1/2/2020,9:30 AM,10,12,9.5,11.25,1000\n1/2/2020,9:31 AM,11.25,13,11,12.5,2000\n")]
    [InlineData("seconds", "timestamp,open,high,low,close,volume\n1577975400,10,12,9.5,11.25,1000\n1577975460,11.25,13,11,12.5,2000\n")]
    [InlineData("seconds with decimals", "timestamp,open,high,low,close,volume\n1577975400.0,10,12,9.5,11.25,1000\n1577975460.0,11.25,13,11,12.5,2000\n")]
    [InlineData("milliseconds", "timestamp,open,high,low,close,volume\n1577975400000,10,12,9.5,11.25,1000\n1577975460000,11.25,13,11,12.5,2000\n")]
    [InlineData("microseconds", "timestamp,open,high,low,close,volume\n1577975400000000,10,12,9.5,11.25,1000\n1577975460000000,11.25,13,11,12.5,2000\n")]
    [InlineData("Polygon", "ticker,volume,open,close,high,low,window_start,transactions\nX,1000,10,11.25,12,9.5,1577975400000000000,5\nX,2000,11.25,12.5,13,11,1577975460000000000,6\n")]
    public void Bars_of_a_minute_start_at_their_stamp_in_every_shape(string shape, string text)
    {
        var data = _folder.Open("x_1min.csv", text);

        Assert.Equal(TwoMinutes, data.InShort());
        Assert.True(data.Series is [{ Symbol.Value: "X", Period.Minutes: 1 }], shape);
    }

    [Fact]
    public void Text_may_be_UTF_16()
    {
        _folder.Write("x.csv", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("date,open,high,low,close,volume\n2020-01-02,10,12,9.5,11.25,1000\n2020-01-03,11.25,13,11,12.5,2000\n")]);
        Assert.Equal(TwoDays, _folder.Open("x.csv").InShort());
    }

    [Fact]
    public void Times_without_an_offset_are_UTC_when_that_is_said() => Assert.Equal(
        TwoMinutes,
        _folder.Open(
            "x.csv",
            "time,open,high,low,close,volume\n2020-01-02 14:30,10,12,9.5,11.25,1000\n2020-01-02 14:31,11.25,13,11,12.5,2000\n",
            new HistoricalDataOptions { Zone = TimeZoneOfRows.Utc }).InShort());

    [Fact]
    public void Stamps_name_the_end_of_bars_when_that_is_said() => Assert.Equal(
        TwoMinutes,
        _folder.Open(
            "x.csv",
            "time,open,high,low,close,volume\n2020-01-02 09:31,10,12,9.5,11.25,1000\n2020-01-02 09:32,11.25,13,11,12.5,2000\n",
            new HistoricalDataOptions { Stamp = BarStamp.End }).InShort());

    [Fact]
    public void The_last_bar_of_a_session_ends_with_it() => Assert.Equal(
        ["2020-07-02 18:30-19:30 10 12 9.5 11.25 1000", "2020-07-02 19:30-20:00 11.25 13 11 12.5 2000"],
        _folder.Open("x.csv", "time,open,high,low,close,volume\n2020-07-02 14:30,10,12,9.5,11.25,1000\n2020-07-02 15:30,11.25,13,11,12.5,2000\n").InShort());

    [Fact]
    public void A_bar_of_an_hour_that_the_next_one_overlaps_is_cut_short_and_noted()
    {
        var data = _folder.Open(
            "x.csv",
            "time,open,high,low,close\n2020-07-02 09:30,1,1,1,1\n2020-07-02 10:00,1,1,1,1\n2020-07-02 11:00,1,1,1,1\n2020-07-02 12:00,1,1,1,1\n");
        Assert.Equal(["13:30-14:00", "14:00-15:00", "15:00-16:00", "16:00-17:00"], data.InShort().Select(bar => bar.Split(' ')[1]));
        Assert.Contains(data.Notes, note => note.ToString() == "X 1h: 1 bar was cut short by its neighbour");
    }

    [Fact]
    public void A_bar_whose_end_is_told_starts_no_earlier_than_the_one_before_ended()
    {
        var data = _folder.Open(
            "x.csv",
            "time,open,high,low,close\n2020-07-02 13:30,1,1,1,1\n2020-07-02 14:30,1,1,1,1\n2020-07-02 15:30,1,1,1,1\n2020-07-02 16:00,1,1,1,1\n",
            new HistoricalDataOptions { Stamp = BarStamp.End });
        Assert.Equal(["16:30-17:30", "17:30-18:30", "18:30-19:30", "19:30-20:00"], data.InShort().Select(bar => bar.Split(' ')[1]));
    }

    [Theory]
    [InlineData("2020-01-02 09:30", "2020-01-02 09:35", "5m")]
    [InlineData("2020-01-02 09:30", "2020-01-02 10:30", "1h")]
    [InlineData("2020-01-02", "2020-01-03", "1d")]
    [InlineData("2020-01-03 16:00", "2020-01-06 16:00", "1d")]
    public void The_period_is_the_step_between_rows(string first, string second, string period) => Assert.Equal(
        period,
        _folder.Open("x.csv", $"time,open,high,low,close\n{first},1,1,1,1\n{second},1,1,1,1\n").Series[0].Period.ToString());

    [Fact]
    public void Missing_minutes_do_not_make_the_period_longer()
    {
        var text = new StringBuilder("time,open,high,low,close\n");
        foreach (var minute in new[] { 0, 1, 2, 4, 5, 8, 11, 12, 14, 17, 20 }) text.Append($"2020-01-02 10:{minute:00},1,1,1,1\n");
        Assert.Equal(BarPeriod.Minute, _folder.Open("x.csv", text.ToString()).Series[0].Period);
    }

    [Fact]
    public void Daily_bars_may_be_told_from_times_within_the_day() => Assert.Equal(
        TwoDays,
        _folder.Open(
            "x.csv",
            "time,open,high,low,close,volume\n2020-01-02 15:12,10,12,9.5,11.25,1000\n2020-01-03 10:05,11.25,13,11,12.5,2000\n",
            new HistoricalDataOptions { Period = BarPeriod.Day }).InShort());

    [Fact]
    public void A_day_without_a_session_is_taken_from_half_past_nine_to_four_and_noted()
    {
        var data = _folder.Open("x.csv", "date,open,high,low,close\n1927-12-30,1,1,1,1\n2020-07-03,1,1,1,1\n2020-07-04,1,1,1,1\n");
        Assert.Equal(["1927-12-30 14:30-21:00 1 1 1 1 0", "2020-07-03 13:30-20:00 1 1 1 1 0", "2020-07-04 13:30-20:00 1 1 1 1 0"], data.InShort());
        Assert.Contains(data.Notes, note => note.ToString() == "x.csv: 3 rows are of days without a session; their bars are given 9:30 to 16:00 New York time");
        Assert.Contains(data.Notes, note => note.ToString() == "x.csv: there is no column of volumes; they are 0");
    }

    [Fact]
    public void Many_symbols_may_stand_in_one_file_in_any_order()
    {
        var data = _folder.Open(
            "all.csv",
            "date,open,high,low,close,volume,Name\n2020-01-02,1,1,1,1,1,msft\n2020-01-02,2,2,2,2,2,AAPL\n2020-01-03,3,3,3,3,3,MSFT\n2020-01-03,4,4,4,4,4,aapl\n");
        Assert.Equal(["AAPL", "MSFT"], data.Series.Select(series => series.Symbol.Value));
        Assert.Equal(["AAPL 2", "MSFT 1", "AAPL 4", "MSFT 3"], data.All().Select(one => $"{one.Symbol} {one.Bar.Volume}"));
    }

    [Theory]
    [InlineData("03/02/2020", "13/02/2020", "2020-02-03")]
    [InlineData("03/02/2020", "03/13/2020", "2020-03-02")]
    [InlineData("3.2.2020", "4.2.2020", "2020-02-03")]
    public void Whether_the_day_or_the_month_comes_first_is_found_out(string first, string second, string expected)
    {
        var data = _folder.Open("x.csv", $"date,open,high,low,close\n{first},1,1,1,1\n{second},1,1,1,1\n");
        Assert.StartsWith(expected, data.InShort().First());
        Assert.DoesNotContain(data.Notes, note => note.Message.Contains("month first"));
    }

    [Fact]
    public void When_nothing_tells_the_month_comes_first_and_a_note_says_so()
    {
        const string text = "date,open,high,low,close\n01/02/2020,1,1,1,1\n01/03/2020,1,1,1,1\n";
        var data = _folder.Open("x.csv", text);
        Assert.StartsWith("2020-01-02", data.InShort().First());
        Assert.Contains(data.Notes, note => note.Message.Contains("month first"));
        Assert.StartsWith("2020-02-01", _folder.Open("x.csv", text, new HistoricalDataOptions { Dates = DayAndMonth.DayFirst }).InShort().First());
    }

    [Fact]
    public void Prices_are_exact_to_eight_decimals() => Assert.Equal(
        ["2020-01-02 14:30-21:00 1438.359985 2000.00000001 0.12345678 34.2857132 9007199254740993"],
        _folder.Open("x.csv", "date,open,high,low,close,volume\n2020-01-02,1438.359985,2000.00000001,0.12345678,34.28571319580078,9007199254740993\n").InShort());

    [Fact]
    public void Prices_may_be_scaled_to_the_adjusted_close() => Assert.Equal(
        ["2020-01-02 14:30-21:00 5 6 4.75 5.625 1000"],
        _folder.Open(
            "x.csv",
            "Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,10,12,9.5,11.25,5.625,1000\n",
            new HistoricalDataOptions { UseAdjustedClose = true }).InShort());

    [Fact]
    public void Rows_in_any_order_are_sorted_and_the_number_is_noted()
    {
        var data = _folder.Open("x.csv", "date,open,high,low,close\n2020-01-06,3,3,3,3\n2020-01-03,2,2,2,2\n2020-01-02,1,1,1,1\n2020-01-03,2,2,2,2\n");
        Assert.Equal(["2020-01-02", "2020-01-03", "2020-01-06"], data.InShort().Select(bar => bar[..10]));
        Assert.Contains(data.Notes, note => note.ToString() == "X 1d: 3 rows were out of order and have been sorted");
        Assert.Contains(data.Notes, note => note.ToString() == "X 1d: 1 row says the same as another and counts once");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(3001)]
    public void Days_that_were_shuffled_are_days_and_not_months(int rows)
    {
        var day = new DateOnly(2010, 1, 4);
        var text = new StringBuilder("date,open,high,low,close\n");
        for (var i = 0; i < rows; i++) text.Append(CultureInfo.InvariantCulture, $"{day.AddDays((int)(i * 1009L % rows)):yyyy-MM-dd},1,1,1,1\n");

        var data = _folder.Open("x.csv", text.ToString());

        Assert.Equal(BarPeriod.Day, Assert.Single(data.Series).Period);
        Assert.Equal(rows, data.InShort().Count());
    }

    [Fact]
    public void Weeks_that_were_shuffled_are_refused_as_weeks()
    {
        var text = new StringBuilder("date,open,high,low,close\n");
        for (var i = 0; i < 101; i++) text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2010, 1, 4).AddDays(i * 37 % 101 * 7):yyyy-MM-dd},1,1,1,1\n");

        Assert.Equal("x.csv:1 most rows are 7 days apart, and a bar is a day long at most", _folder.Refuse("x.csv", text.ToString()).Message);
    }
}
