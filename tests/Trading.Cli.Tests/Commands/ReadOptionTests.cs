namespace Trading.Cli.Tests.Commands;

/// <summary>Files of bars that do not tell everything about themselves, and the option that does.</summary>
public sealed class ReadOptionTests : IDisposable
{
    private const string Header = "Date,Open,High,Low,Close,Volume\n";
    private const string TwoDays = Header + "2024-01-02,10,10,10,10,1\n2024-01-03,11,11,11,11,1\n";
    private const string ADaylightSavingNight = "Time,Open,High,Low,Close\n2024-03-10 02:00,1,1,1,1\n2024-03-10 02:01,2,2,2,2\n";
    private const string ThousandsOrParts = "Date;Open;High;Low;Close\n2024-01-02;1,234;1,250;1,111;1,230\n2024-01-03;1,234;1,250;1,111;1,230\n";
    private const string OneMinute = "Time,Open,High,Low,Close\n2024-01-02 10:00,1,1,1,1\n";
    private const string ThirdOrSecond = Header + "02/01/2024,10,10,10,10,1\n03/01/2024,11,11,11,11,1\n";
    private const string TwoMinutes = "Time,Open,High,Low,Close\n2024-01-02 10:00,1,1,1,1\n2024-01-02 10:01,2,2,2,2\n";
    private const string Adjusted = "Date,Open,High,Low,Close,Adj Close\n2024-01-02,10,10,10,10,5\n2024-01-03,11,11,11,11,11\n";
    private const string OneBadRow = TwoDays + "2024-01-04,x,1,1,1,1\n";

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("my prices.v2.csv", TwoDays, "symbol=AAPL", "2024-01-02T14:30:00Z,10")]
    [InlineData("AAPL.csv", ADaylightSavingNight, "zone=utc", "2024-03-10T02:00:00Z,1")]
    [InlineData("AAPL.csv", ThousandsOrParts, "decimal=,", "2024-01-02T14:30:00Z,1.23")]
    [InlineData("AAPL.csv", OneMinute, "period=1m", "2024-01-02T15:00:00Z,1")]
    [InlineData("AAPL.csv", OneBadRow, "badRows=leaveOut", "2024-01-02T14:30:00Z,10")]
    public async Task What_a_refused_file_does_not_tell_can_be_said_as_the_refusal_advises(string name, string text, string read, string first)
    {
        var path = _desk.Write(name, text);
        var refused = await _desk.RunAsync("indicator", "sma:1", "--data", path, "--csv");
        Assert.Equal((ExitCode.BadData, ""), (refused.Code, refused.Output));
        if (!read.StartsWith("badRows", StringComparison.Ordinal)) Assert.Contains($"--read {read.Split('=')[0]}=", refused.Error, StringComparison.Ordinal);
        await ShowsFirstAsync(path, read, first);
        Assert.Equal(ExitCode.Done, (await _desk.RunAsync("backtest", "--data", path, "--read", read, "--out", _desk["out"])).Code);
    }

    [Theory]
    [InlineData(ThirdOrSecond, "dates=monthFirst", "2024-02-01T14:30:00Z,10")]
    [InlineData(ThirdOrSecond, "dates=dayFirst", "2024-01-02T14:30:00Z,10")]
    [InlineData(TwoMinutes, "stamp=start", "2024-01-02T15:00:00Z,1")]
    [InlineData(TwoMinutes, "stamp=end", "2024-01-02T14:59:00Z,1")]
    [InlineData(Adjusted, "adjusted=false", "2024-01-02T14:30:00Z,10")]
    [InlineData(Adjusted, "adjusted=true", "2024-01-02T14:30:00Z,5")]
    public async Task What_a_file_can_mean_two_ways_is_read_as_told(string text, string read, string first) =>
        await ShowsFirstAsync(_desk.Write("AAPL.csv", text), read, first);

    [Fact]
    public async Task Two_readings_are_given_by_giving_the_option_twice()
    {
        var path = _desk.Write("all my prices.csv", ThousandsOrParts);
        var answer = await _desk.RunAsync("indicator", "sma:1", "--data", path, "--csv", "--read", "decimal=.", "--read", "symbol=SPX");
        Assert.Equal((ExitCode.Done, "2024-01-02T14:30:00Z,1230"), (answer.Code, Lines(answer)[1]));
    }

    [Theory]
    [InlineData("colour=red", "symbol, period, zone, stamp, dates, decimal, adjusted, badRows")]
    [InlineData("zone=mars", "exchange, utc")]
    [InlineData("zone", "NAME=VALUE")]
    [InlineData("decimal=;", "'.' or ','")]
    [InlineData("symbol=!!", "a symbol")]
    [InlineData("period=3x", "a bar period")]
    public async Task A_reading_that_makes_no_sense_is_refused_with_what_is_allowed(string read, string says)
    {
        var answer = await _desk.RunAsync("indicator", "sma:1", "--data", _desk.Write("AAPL.csv", TwoDays), "--read", read);
        Assert.Equal((ExitCode.WrongUse, ""), (answer.Code, answer.Output));
        Assert.Contains($"--read '{read}'", answer.Error, StringComparison.Ordinal);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    private async Task ShowsFirstAsync(string path, string read, string first)
    {
        var answer = await _desk.RunAsync("indicator", "sma:1", "--data", path, "--csv", "--read", read);
        Assert.Equal(ExitCode.Done, answer.Code);
        Assert.Equal(first, Lines(answer)[1]);
    }

    private static string[] Lines(Desk.Answer answer) => answer.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
