using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>What is no bar is told with its file, line and column, and with what was expected.</summary>
public sealed class CsvProblemsTests : IDisposable
{
    private const string Header = "date,open,high,low,close,volume\n2020-01-02,10.0,12,9,11,1000\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2020-01-03,10,12,9,abc,1000", "prices.csv:3:5 close: 'abc' is not a price, such as 187.50")]
    [InlineData("2020-01-03,10,12,9,,1000", "prices.csv:3:5 close: '' is not a price, such as 187.50")]
    [InlineData("2020-01-03,1e99,12,9,11,1000", "prices.csv:3:2 open: '1e99' is not a price, such as 187.50")]
    [InlineData("2020-01-03,10,12,9,\"1,23\",1000", "prices.csv:3:5 close: '1,23' is not a price, such as 187.50")]
    [InlineData("2020-02-30,10,12,9,11,1000", "prices.csv:3:1 date: '2020-02-30' is not a date, such as 2020-01-31 or 01/31/2020")]
    [InlineData("soon,10,12,9,11,1000", "prices.csv:3:1 date: 'soon' is not a date, such as 2020-01-31 or 01/31/2020")]
    [InlineData("13/01/2020,10,12,9,11,1000", "prices.csv:3:1 date: '13/01/2020' is not a date, such as 2020-01-31 or 01/31/2020")]
    [InlineData("2020-01-03,10,8,9,11,1000", "prices.csv:3:3 high: 8.00 is below the low, 9.00")]
    [InlineData("2020-01-03,10,10.5,9,11,1000", "prices.csv:3:3 high: 10.50 is below the close, 11.00")]
    [InlineData("2020-01-03,13,12,9,11,1000", "prices.csv:3:3 high: 12.00 is below the open, 13.00")]
    [InlineData("2020-01-03,10,12,10.5,11,1000", "prices.csv:3:4 low: 10.50 is above the open, 10.00")]
    [InlineData("2020-01-03,11,12,10.5,10,1000", "prices.csv:3:4 low: 10.50 is above the close, 10.00")]
    [InlineData("2020-01-03,10,12,0,11,1000", "prices.csv:3:4 low: 0.00 is not above zero")]
    [InlineData("2020-01-03,10,12,-9,11,1000", "prices.csv:3:4 low: -9.00 is not above zero")]
    [InlineData("2020-01-03,10,12,9,-11,1000", "prices.csv:3:5 close: -11.00 is not above zero")]
    [InlineData("2020-01-03,-10,12,9,11,1000", "prices.csv:3:2 open: -10.00 is not above zero")]
    [InlineData("2020-01-03,10,-12,9,11,1000", "prices.csv:3:3 high: -12.00 is not above zero")]
    [InlineData("2020-01-03,10,12,9,11,-5", "prices.csv:3:6 volume: '-5' is not a number of shares, such as 931800")]
    [InlineData("2020-01-03,10,12,9,11,many", "prices.csv:3:6 volume: 'many' is not a number of shares, such as 931800")]
    [InlineData("2020-01-03,10,12", "prices.csv:3 the line has 3 fields, and a bar needs 5 of them")]
    [InlineData("2020-01-03,10,12,9,11,1,000", "prices.csv:3:7 the line has 7 fields and the first line 6; a comma within a number needs quotes")]
    [InlineData("2020-01-02,10,12,9,11,999", "prices.csv:3 PRICES 2020-01-02 is there twice: prices or volume differ from line 2")]
    [InlineData("2020-01-03,\"10,12,9,11,999", "prices.csv:3 this is not CSV: A quoted field at the end of the input ends without a closing quote.")]
    public void A_row_that_is_no_bar_is_told_with_its_place(string row, string message) =>
        Assert.Equal(message, _folder.Refuse("prices.csv", Header + row + "\n").Message);

    [Fact]
    public void Lines_are_counted_as_an_editor_counts_them()
    {
        const string text = "# a comment\n\ndate,open,high,low,close,note\n2020-01-02,1,1,1,1,\"two\nlines\"\n# another\n2020-01-03,1,1,1,x,\n";
        Assert.StartsWith("prices.csv:7:5 close: 'x'", _folder.Refuse("prices.csv", text).Message);
        Assert.StartsWith("prices.csv:7:5 close: 'x'", _folder.Refuse("prices.csv", text.Replace("\n", "\r\n")).Message);
        Assert.StartsWith("prices.csv:8:5 close: 'x'", _folder.Refuse("prices.csv", "sep=,\n" + text).Message);
    }

    [Fact]
    public void A_time_column_is_told_apart_from_the_date() => Assert.StartsWith(
        "prices.csv:3:2 time: '25:00' is not a time, such as 09:30:00",
        _folder.Refuse("prices.csv", "date,time,open,high,low,close\n2020-01-02,9:30,1,1,1,1\n2020-01-02,25:00,1,1,1,1\n2020-01-02,9:31,1,1,1,1\n").Message);

    [Fact]
    public void An_hour_that_never_was_in_New_York_is_told()
    {
        const string text = "time,open,high,low,close\n2020-03-08 01:59,1,1,1,1\n2020-03-08 02:00,1,1,1,1\n2020-03-08 02:01,1,1,1,1\n";
        Assert.Contains("prices.csv:3:1 time: '2020-03-08 02:00' is in the hour that New York's clocks jump over", _folder.Refuse("prices.csv", text).Message);
        Assert.Equal(3, _folder.Open("prices.csv", options: new HistoricalDataOptions { Zone = TimeZoneOfRows.Utc }).Series[0].Count);
    }

    [Fact]
    public void A_word_that_is_no_symbol_is_told() => Assert.Equal(
        "prices.csv:2:1 symbol: 'Apple Inc.' is not a symbol of 1 to 15 letters, digits or . - / = ^",
        _folder.Refuse("prices.csv", "symbol,date,open,high,low,close\nApple Inc.,2020-01-02,1,1,1,1\nAAPL,2020-01-02,1,1,1,1\n").Message);

    [Theory]
    [InlineData("symbol,date,price\nMSFT,Jan 1 2000,39.81\n", "prices.csv:1 header: there is no column 'open', 'high', 'low': bars need date, open, high, low and close, and the columns are 'symbol', 'date', 'price'")]
    [InlineData("open,high,low,close\n1,1,1,1\n", "prices.csv:1 header: there is no column 'date': bars need date, open, high, low and close, and the columns are 'open', 'high', 'low', 'close'")]
    [InlineData("date,open,high,low,close,close\n2020-01-02,1,1,1,1,1\n", "prices.csv:1 header: the column 'close' is there twice")]
    [InlineData("Price,Close,High,Low,Open\nTicker,AAPL,AAPL,MSFT,MSFT\nDate,,,,\n2020-01-02,1,1,1,1\n", "prices.csv:1 header: one symbol is expected in the row 'Ticker'")]
    [InlineData("hello\nworld\n", "prices.csv:1 no comma, semicolon, tab or bar parts the text into columns: this is no table of prices")]
    [InlineData("a,b\n1,2\n", "prices.csv:1 the first row is neither a header with the columns date, open, high, low and close nor a bar: 'a b'")]
    [InlineData("\n\n2020-01-02,10,9,12,11\n", "prices.csv:3 the table has no header, and the columns after the date (column 1) are not open, high, low and close; put a line with the names")]
    [InlineData("date,open,high,low,close\n2020-01-03,1,1,1,1\n2020-01-10,1,1,1,1\n2020-01-17,1,1,1,1\n2020-01-24,1,1,1,1\n", "prices.csv:1 most rows are 7 days apart, and a bar is a day long at most")]
    [InlineData("time,open,high,low,close\n2020-01-03 10:00,1,1,1,1\n", "prices.csv:1 the period cannot be told, as no symbol has two rows in order; give the period, such as 1m")]
    [InlineData("time,open,high,low,close\n2020-01-03 10:00:00,1,1,1,1\n2020-01-03 10:00:30,1,1,1,1\n", "prices.csv:1 most rows are 00:00:30 apart, and the shortest bar is a minute long")]
    [InlineData("time,open,high,low,close\n2020-01-03 10:00,1,1,1,1\n2020-01-03 20:00,1,1,1,1\n", "prices.csv:1 most rows are 10:00:00 apart, which is neither within a session of 390 minutes nor a day; give the period, such as 1d")]
    [InlineData("date;open;high;low;close\n2020-01-03;1,234;1,250;1,111;1,230\n", "prices.csv:1 prices such as 1,234 can be read as a thousand or as one and a part; give the decimal sign, '.' or ','")]
    [InlineData("date,open,high,low,close\n", "prices.csv holds no bars: there is no row of prices in it")]
    [InlineData("", "prices.csv holds no bars: there is no row of prices in it")]
    [InlineData("date,open,high,low,close\n2020-01-02,,,,\n", "prices.csv holds no bars: there is no row of prices in it")]
    public void A_table_that_is_none_of_bars_is_told_with_what_it_lacks(string text, string message) =>
        Assert.StartsWith(message, _folder.Refuse("prices.csv", text).Message.Replace(_folder["prices.csv"], "prices.csv"));

    [Fact]
    public void A_file_whose_name_is_no_symbol_needs_one_given()
    {
        const string text = "date,open,high,low,close\n2020-01-02,1,1,1,1\n";
        Assert.Contains("there is no column 'symbol', and the name of the file is no symbol", _folder.Refuse("all my prices here.csv", text).Message);
        Assert.Equal("SPX", _folder.Open("all my prices here.csv", options: new HistoricalDataOptions { Symbol = "SPX" }).Series[0].Symbol.Value);
    }

    [Fact]
    public void Dates_alone_make_no_bars_of_a_minute() => Assert.StartsWith(
        "prices.csv:2:1 date: '2020-01-02' has no time, and bars of 1m need one",
        _folder.Refuse("prices.csv", "date,open,high,low,close\n2020-01-02,1,1,1,1\n", new HistoricalDataOptions { Period = BarPeriod.Minute }).Message);

    [Fact]
    public void A_period_that_is_too_long_for_the_rows_is_told() => Assert.Contains(
        "4 of 5 rows come before the one ahead of them ends: bars of 5m are not what this is; give the right period",
        _folder.Refuse(
            "prices.csv",
            "time,open,high,low,close\n2020-01-02 10:00,1,1,1,1\n2020-01-02 10:01,1,1,1,1\n2020-01-02 10:02,1,1,1,1\n2020-01-02 10:03,1,1,1,1\n2020-01-02 10:04,1,1,1,1\n",
            new HistoricalDataOptions { Period = BarPeriod.OfMinutes(5) }).Message);

    [Fact]
    public void The_first_twenty_problems_are_told_and_all_are_counted()
    {
        var text = Header + string.Concat(Enumerable.Range(0, 5000).Select(_ => "2020-01-03,10,12,9,abc,1000\n"));
        var refused = _folder.Refuse("prices.csv", text);
        Assert.Equal(5000, refused.Total);
        Assert.Equal(Enumerable.Range(3, 20), refused.Problems.Select(problem => (int)problem.Line));
        Assert.StartsWith($"{_folder["prices.csv"]} has 5000 problems:\n  prices.csv:3:5 close: 'abc'", refused.Message);
        Assert.EndsWith("\n  and 4980 more", refused.Message);
    }

    [Fact]
    public void Bad_rows_are_left_out_when_that_is_wanted_and_told_as_notes()
    {
        var text = Header + "2020-01-03,10,12,9,abc,1000\n2020-01-02,9,12,9,11,1000\n2020-01-06,11,12,10,11,1000\n";
        var data = _folder.Open("prices.csv", text, new HistoricalDataOptions { BadRows = BadRows.LeaveOut });
        Assert.Equal(["2020-01-02 14:30-21:00 10 12 9 11 1000", "2020-01-06 14:30-21:00 11 12 10 11 1000"], data.InShort());
        Assert.Contains(data.Notes, note => note.ToString() == "left out: prices.csv:3:5 close: 'abc' is not a price, such as 187.50");
        Assert.Contains(data.Notes, note => note.ToString().StartsWith("left out: prices.csv:4 PRICES 2020-01-02 is there twice", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_that_is_none_is_refused_even_when_bad_rows_are_left_out() =>
        _folder.Refuse("prices.csv", "a,b\n1,2\n", new HistoricalDataOptions { BadRows = BadRows.LeaveOut });

    [Fact]
    public void A_long_or_odd_field_is_shown_short_and_on_one_line() => Assert.Equal(
        $"prices.csv:3:5 close: '{new string('x', 30)}??{new string('y', 8)}...' is not a price, such as 187.50",
        _folder.Refuse("prices.csv", Header + $"2020-01-03,10,12,9,\"{new string('x', 30)}\n\t{new string('y', 500)}\",1000\n").Message);

    [Fact]
    public void A_decimal_sign_is_a_point_or_a_comma() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HistoricalDataOptions { DecimalSign = ';' });
}
