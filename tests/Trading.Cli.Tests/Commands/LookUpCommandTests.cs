using System.Text.Json;

namespace Trading.Cli.Tests.Commands;

/// <summary>The commands that look something up: calendar, indicator, config, status, version, help.</summary>
public sealed class LookUpCommandTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task The_calendar_knows_the_early_close_after_Thanksgiving()
    {
        var answer = await _desk.RunAsync("calendar", "--from", "2026-11-25", "--to", "2026-11-30", "--json");
        var sessions = answer.Json().EnumerateArray().ToArray();
        Assert.Equal(["2026-11-25", "2026-11-27", "2026-11-30"], sessions.Select(session => session.GetProperty("date").GetString()));
        Assert.Equal(
            """{"date":"2026-11-27","open":"2026-11-27T14:30:00Z","close":"2026-11-27T18:00:00Z","earlyClose":true}""",
            JsonSerializer.Serialize(sessions[1]));
        Assert.Equal((ExitCode.Done, ""), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task The_calendar_for_a_person_names_the_holiday()
    {
        var answer = await _desk.RunAsync("calendar", "--from", "2026-11-25", "--to", "2026-11-30");
        Assert.Contains("Thanksgiving", answer.Output, StringComparison.Ordinal);
        Assert.Contains("3 sessions from 2026-11-25 to 2026-11-30.", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_month_after_the_last_days_known_ends_with_them()
    {
        var answer = await _desk.RunAsync("calendar", "--from", "2035-12-20");
        Assert.Equal((ExitCode.Done, ""), (answer.Code, answer.Error));
        Assert.Contains("7 sessions from 2035-12-20 to 2035-12-31.", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-12-31", "2026-01-01", "2026-01-01 is before")]
    [InlineData("1989-12-31", "1990-01-10", "1990-01-01")]
    [InlineData("yesterday", "2026-01-01", "'yesterday' is not a day")]
    public async Task Days_that_make_no_sense_are_wrong_use(string from, string to, string says)
    {
        var answer = await _desk.RunAsync("calendar", "--from", from, "--to", to);
        Assert.Equal((ExitCode.WrongUse, ""), (answer.Code, answer.Output));
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    private const string FourDays = "Date,Open,High,Low,Close,Volume\n2024-01-02,10,10,10,10,1\n2024-01-03,11,11,11,11,1\n2024-01-04,15,15,15,15,1\n2024-01-05,16,16,16,16,1\n";

    [Fact]
    public async Task An_indicator_as_JSON_is_null_while_it_warms_up()
    {
        var answer = await _desk.RunAsync("indicator", "sma:3", "--data", _desk.Write("AAPL.csv", FourDays), "--json");
        Assert.Equal([null, null, 12.0, 14.0], answer.Json().EnumerateArray().Select(row => row.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : (double?)null));
        Assert.Equal("2024-01-02T14:30:00Z", answer.Json()[0].GetProperty("time").GetString());
    }

    [Fact]
    public async Task An_indicator_as_CSV_is_empty_while_it_warms_up()
    {
        var answer = await _desk.RunAsync("indicator", "sma:3", "--data", _desk.Write("AAPL.csv", FourDays), "--csv");
        Assert.Equal(
            ["time,value", "2024-01-02T14:30:00Z,", "2024-01-03T14:30:00Z,", "2024-01-04T14:30:00Z,12", "2024-01-05T14:30:00Z,14"],
            answer.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_indicator_tells_on_standard_error_what_was_left_out_of_the_bars()
    {
        var answer = await _desk.RunAsync("indicator", "sma:1", "--data", _desk.Write("AAPL.csv", FourDays + "2024-01-08,,,,,\n"), "--json");
        Assert.Equal((ExitCode.Done, 4), (answer.Code, answer.Json().GetArrayLength()));
        Assert.Contains("AAPL.csv", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_symbol_with_bars_of_two_periods_one_is_chosen()
    {
        _desk.Write("days.csv", FourDays);
        _desk.Write("minutes.csv", "Time,Open,High,Low,Close\n2024-01-02 10:00,1,1,1,1\n2024-01-02 10:01,2,2,2,2\n");
        var refused = await _desk.RunAsync("indicator", "sma:1", "--data", _desk.Folder, "--read", "symbol=AAPL", "--csv");
        Assert.Equal((ExitCode.WrongUse, ""), (refused.Code, refused.Output));
        Assert.Contains("AAPL 1m, AAPL 1d; choose one with --period.", refused.Error, StringComparison.Ordinal);
        var chosen = await _desk.RunAsync("indicator", "sma:1", "--data", _desk.Folder, "--read", "symbol=AAPL", "--period", "1m", "--csv");
        Assert.Contains("2024-01-02T15:01:00Z,2", chosen.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.WrongUse, "smaa:3", "indicator", "smaa:3")]
    [InlineData(ExitCode.WrongUse, "--json", "indicator", "sma:3", "--csv", "--json")]
    [InlineData(ExitCode.WrongUse, "SPX", "indicator", "sma:3")]
    [InlineData(ExitCode.BadData, "NOPE", "indicator", "sma:3", "--symbol", "NOPE")]
    [InlineData(ExitCode.BadData, "nowhere.csv", "indicator", "sma:3", "--data", "nowhere.csv")]
    public async Task A_wrong_indicator_names_what_is_wrong(int code, string says, params string[] args)
    {
        var answer = await _desk.RunAsync(args);
        Assert.Equal((code, ""), (answer.Code, answer.Output));
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_tells_every_problem_and_exits_with_2()
    {
        var path = _desk.Write("desk.yaml", "risk:\n  lots: 1\naccount:\n  name: Mine\n");
        var answer = await _desk.RunAsync("config", "validate", "--config", path);
        Assert.Equal((ExitCode.WrongUse, ""), (answer.Code, answer.Output));
        Assert.Contains("risk.lots: unknown setting (line 2); allowed: did you mean lot?", answer.Error, StringComparison.Ordinal);
        Assert.Contains("account.name: 'Mine' (line 4)", answer.Error, StringComparison.Ordinal);
        Assert.Contains(path, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_config_show_writes_is_sound()
    {
        var shown = await _desk.RunAsync("config", "show");
        var answer = await _desk.RunAsync("config", "validate", "--config", _desk.Write("desk.yaml", shown.Output));
        Assert.Equal((ExitCode.Done, ""), (answer.Code, answer.Error));
        Assert.Contains("trend_following", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_and_its_schema_are_JSON()
    {
        Assert.NotEmpty((await _desk.RunAsync("config", "show", "--json")).Json().EnumerateArray());
        Assert.Equal("object", (await _desk.RunAsync("config", "schema")).Json().GetProperty("type").GetString());
    }

    [Fact]
    public async Task Status_and_version_answer()
    {
        Assert.Equal("paper", (await _desk.RunAsync("status", "--json")).Json().GetProperty("account").GetString());
        Assert.StartsWith("trading ", (await _desk.RunAsync("version")).Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> Commands => ["demo", "backtest", "sweep", "indicator", "calendar", "config", "status", "version"];

    [Theory, MemberData(nameof(Commands))]
    public async Task Help_shows_examples_and_exit_codes(string command)
    {
        var answer = await _desk.RunAsync(command, "--help");
        Assert.Equal(ExitCode.Done, answer.Code);
        Assert.Contains("Examples:", answer.Output, StringComparison.Ordinal);
        Assert.Contains($"  trading {command}", answer.Output, StringComparison.Ordinal);
        Assert.Contains("130  interrupted", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonesuch", "calendar", "--nonesuch")]
    [InlineData("nonesuch", "nonesuch")]
    [InlineData("--grid", "sweep")]
    public async Task Wrong_arguments_are_named_with_the_way_to_the_help(string says, params string[] args)
    {
        var answer = await _desk.RunAsync(args);
        Assert.Equal((ExitCode.WrongUse, ""), (answer.Code, answer.Output));
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.Contains("--help", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Try: trading journal verify --help", "journal", "verify", "--foo")]
    [InlineData("Try: trading config --help", "config")]
    [InlineData("Try: trading calendar --help", "calendar", "--foo")]
    [InlineData("Try: trading --help", "--foo")]
    public async Task A_wrong_line_is_sent_to_the_help_of_the_command_it_meant(string advice, params string[] line)
    {
        var answer = await _desk.RunAsync(line);
        Assert.Equal(ExitCode.WrongUse, answer.Code);
        Assert.EndsWith(advice + Environment.NewLine, answer.Error, StringComparison.Ordinal);
    }
}
