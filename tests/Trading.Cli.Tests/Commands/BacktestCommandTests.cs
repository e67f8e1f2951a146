using System.Text.Json;

namespace Trading.Cli.Tests.Commands;

/// <summary>The commands that replay bars: backtest, demo, sweep.</summary>
public sealed class BacktestCommandTests : IDisposable
{
    private readonly Desk _desk = new();
    private string Out => _desk["out"];

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_backtest_as_JSON_is_one_document_and_leaves_its_files()
    {
        var answer = await _desk.RunAsync("backtest", "--symbol", "SPX", "--out", Out, "--json");
        Assert.Equal(ExitCode.Done, answer.Code);
        foreach (var key in (string[])["bars", "seconds", "barsPerSecond", "trades", "startingEquity", "endingEquity", "maxDrawdown", "sharpe"])
            Assert.Equal(JsonValueKind.Number, answer.Json().GetProperty(key).ValueKind);
        Assert.Matches("^[0-9a-f]{32}$", answer.Json().GetProperty("hash").GetString());
        Assert.Equal(["report.html", "summary.json", "trades.csv"], Directory.GetFiles(Out).Select(Path.GetFileName).Order());
        Assert.Equal(answer.Output, File.ReadAllText(Path.Combine(Out, "summary.json")));
        var trades = answer.Json().GetProperty("trades").GetInt32();
        Assert.True(trades > 0);
        Assert.Equal(trades + 1, File.ReadAllLines(Path.Combine(Out, "trades.csv")).Length);
    }

    [Fact]
    public async Task The_same_backtest_has_the_same_hash_and_another_parameter_another()
    {
        Assert.Equal(await HashAsync("--set", "fast=10"), await HashAsync("--set", "fast=10"));
        Assert.NotEqual(await HashAsync("--set", "fast=10"), await HashAsync("--set", "fast=15"));
    }

    [Theory]
    [InlineData(ExitCode.WrongUse, "trend-folowing", "--strategy", "trend-folowing")]
    [InlineData(ExitCode.WrongUse, "fsat", "--set", "fsat=10")]
    [InlineData(ExitCode.WrongUse, "fast: 'x'", "--set", "fast=x")]
    [InlineData(ExitCode.WrongUse, "NAME=VALUE", "--set", "fast")]
    [InlineData(ExitCode.WrongUse, "risk.account.allowShort: 'maybe' in --set;", "--set", "risk.account.allowShort=maybe")]
    [InlineData(ExitCode.WrongUse, "--set risk.lots: unknown setting; allowed: did you mean risk.lot?", "--set", "risk.lots=2")]
    [InlineData(ExitCode.WrongUse, "--set 'risk.lot=' has no value", "--set", "risk.lot=")]
    [InlineData(ExitCode.WrongUse, "'3x'", "--period", "3x")]
    [InlineData(ExitCode.WrongUse, "is not a symbol", "--symbol", "!!")]
    [InlineData(ExitCode.WrongUse, "--to 2001-01-01 is before", "--from", "2002-01-01", "--to", "2001-01-01")]
    [InlineData(ExitCode.WrongUse, "nowhere.yaml", "--config", "nowhere.yaml")]
    [InlineData(ExitCode.WrongUse, "--nonesuch", "--nonesuch")]
    [InlineData(ExitCode.BadData, "nowhere.csv", "--data", "nowhere.csv")]
    [InlineData(ExitCode.BadData, "NOPE", "--symbol", "NOPE")]
    [InlineData(ExitCode.BadData, "has no bars of 5m; it has 1d", "--period", "5m")]
    [InlineData(ExitCode.BadData, "has no bars from 2021-01-01 on; they go from 2000-01-03 to 2020-04-17", "--from", "2021-01-01")]
    [InlineData(ExitCode.BadData, "has no bars up to 1999-12-31; they go from 2000-01-03 to 2020-04-17", "--to", "1999-12-31")]
    [InlineData(ExitCode.BadData, "has no bars from 2001-09-11 to 2001-09-14; they go from", "--from", "2001-09-11", "--to", "2001-09-14")]
    public async Task What_is_wrong_is_named_and_nothing_is_done(int code, string says, params string[] args)
    {
        var answer = await _desk.RunAsync([.. (string[])["backtest", "--json", "--out", Out], .. args]);
        Assert.Equal((code, ""), (answer.Code, answer.Output));
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Text_that_is_told_again_cannot_steer_the_terminal()
    {
        var answer = await _desk.RunAsync("backtest", "--strategy", "\u001b[2Jtrend", "--out", Out);
        Assert.Contains("\ufffd[2Jtrend", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', answer.Error);
    }

    [Theory]
    [InlineData("backtest", "report.html")]
    [InlineData("sweep", "sweep.json")]
    public async Task Help_tells_the_files_that_are_written(string command, string file) =>
        Assert.Contains($"The folder for {file}", (await _desk.RunAsync(command, "--help")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Rows_that_are_no_bars_are_told_with_file_and_line()
    {
        var path = _desk.Write("AAPL.csv", "Date,Open,High,Low,Close,Volume\n2024-01-02,10,10,10,10,1\n2024-01-03,ten,11,11,11,1\n");
        var answer = await _desk.RunAsync("backtest", "--data", path, "--out", Out);
        Assert.Equal(ExitCode.BadData, answer.Code);
        Assert.Contains("AAPL.csv", answer.Error, StringComparison.Ordinal);
        Assert.Contains("3", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backtest")]
    [InlineData("sweep", "--grid", "fast=10,20", "--threads", "2")]
    [InlineData("indicator", "sma:3")]
    public async Task Damage_that_shows_only_in_the_middle_of_the_bars_is_told_with_the_file(params string[] args)
    {
        var path = _desk.WriteDamagedBars(60_000);
        var answer = await _desk.RunAsync([.. args, "--data", path, .. args[0] == "backtest" ? (string[])["--out", Out] : []]);
        Assert.Equal(ExitCode.BadData, answer.Code);
        Assert.Contains(path, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_fails_with_its_name()
    {
        var answer = await _desk.RunAsync("backtest", "--symbol", "SPX", "--out", _desk.Write("out", ""));
        Assert.Equal(ExitCode.Failed, answer.Code);
        Assert.Contains($"--out {Out} cannot be written: ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_backtest_exits_with_130_and_says_what_was_saved()
    {
        var answer = await _desk.InterruptAsync("backtest", "--data", _desk.WriteMinutes(2_000), "--out", Out, "--json");
        Assert.Equal(ExitCode.Interrupted, answer.Code);
        Assert.Contains("Interrupted after", answer.Error, StringComparison.Ordinal);
        Assert.Contains(Out, answer.Error, StringComparison.Ordinal);
        Assert.InRange(answer.Json().GetProperty("bars").GetInt32(), 0, 1_999);
        Assert.True(File.Exists(Path.Combine(Out, "report.html")));
    }

    [Fact]
    public async Task An_interrupted_demo_says_what_was_saved()
    {
        var answer = await _desk.InterruptAsync("demo", "--out", Out);
        Assert.Equal(ExitCode.Interrupted, answer.Code);
        Assert.Contains("Interrupted after", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_shows_every_trade_and_writes_a_report()
    {
        var answer = await _desk.RunAsync("demo", "--out", Out);
        Assert.Equal(ExitCode.Done, answer.Code);
        Assert.Contains("> Closed", answer.Output, StringComparison.Ordinal);
        Assert.Contains($"Report: {Path.Combine(Out, "report.html")}", answer.Output, StringComparison.Ordinal);
        Assert.StartsWith("<!", File.ReadAllText(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_ranks_the_same_on_one_thread_and_on_two()
    {
        var one = await SweepAsync("--threads", "1");
        var two = await SweepAsync("--threads", "2");
        Assert.Equal(one.Output, two.Output);
        var runs = one.Json().GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(4, runs.Length);
        var scores = runs.Select(run => run.GetProperty("return").GetDouble()).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(4, runs.Select(run => $"{run.GetProperty("parameters")}").Distinct().Count());
        Assert.True(File.Exists(Path.Combine(Out, "sweep.json")));
    }

    [Fact]
    public async Task A_walk_forward_trades_only_what_it_did_not_choose_on()
    {
        var windows = (await SweepAsync("--walk-forward", "3", "--train", "0.6")).Json().GetProperty("walkForward").EnumerateArray()
            .Select(window => (From: Time(window, "trainFrom"), Test: Time(window, "testFrom"), To: Time(window, "testTo"))).ToArray();
        Assert.Equal(3, windows.Length);
        Assert.All(windows, window => Assert.True(window.From < window.Test && window.Test < window.To));
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));

        static DateTimeOffset Time(JsonElement window, string key) => window.GetProperty(key).GetDateTimeOffset();
    }

    [Theory]
    [InlineData("fast=")]
    [InlineData("fast")]
    [InlineData("fast=50..10")]
    [InlineData("fast=10..50:0")]
    [InlineData("nonesuch=1,2")]
    [InlineData("fast=1..100000000")]
    public async Task A_grid_that_makes_no_sense_is_named(string grid)
    {
        var answer = await _desk.RunAsync("sweep", "--strategy", "trend-following", "--grid", grid);
        Assert.Equal((ExitCode.WrongUse, ""), (answer.Code, answer.Output));
        Assert.Contains(grid.Split('=')[0], answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fast is there twice", "--grid", "fast=10,20", "--grid", "Fast=30")]
    [InlineData("'fast=1..100000000' has more than 1,000,000 values", "--grid", "fast=1..100000000")]
    [InlineData("--top 0: 1 or more", "--grid", "fast=10,20", "--top", "0")]
    [InlineData("--top 'ten' is not a whole number", "--grid", "fast=10,20", "--top", "ten")]
    [InlineData("--train 'half' is not a number", "--grid", "fast=10,20", "--train", "half")]
    [InlineData("--rank 'best' is none of sharpe, sortino, return, profitFactor, drawdown", "--grid", "fast=10,20", "--rank", "best")]
    public async Task A_sweep_that_makes_no_sense_is_told_in_words_of_the_desk(string says, params string[] args)
    {
        var answer = await _desk.RunAsync([.. (string[])["sweep", "--strategy", "trend-following"], .. args]);
        Assert.Equal((ExitCode.WrongUse, ""), (answer.Code, answer.Output));
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Trading.Cli", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>The filter takes 200 days, and a window trades some 150.</summary>
    [Fact]
    public async Task A_walk_forward_trades_from_the_first_day_of_its_window_with_indicators_that_are_warm()
    {
        var answer = await _desk.RunAsync(
            "sweep", "--symbol", "SPX", "--strategy", "trend-following", "--set", "trend=200", "--grid", "fast=5,10", "--grid", "slow=20",
            "--walk-forward", "10", "--json");
        var trades = answer.Json().GetProperty("walkForward").EnumerateArray().Select(window => window.GetProperty("tested").GetProperty("trades").GetInt32()).ToArray();
        Assert.Equal(10, trades.Length);
        Assert.True(trades.Count(count => count > 0) >= 7, string.Join(", ", trades));
    }

    [Fact]
    public async Task An_interrupted_sweep_exits_with_130()
    {
        var answer = await _desk.InterruptAsync("sweep", "--symbol", "SPX", "--strategy", "trend-following", "--grid", "fast=10,20", "--json");
        Assert.Equal(ExitCode.Interrupted, answer.Code);
        Assert.Contains("Interrupted", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Json().GetProperty("runs").EnumerateArray());
    }

    private Task<Desk.Answer> SweepAsync(params string[] more) => _desk.RunAsync(
        [.. (string[])["sweep", "--symbol", "SPX", "--from", "2000-01-01", "--to", "2003-12-31", "--strategy", "trend-following", "--grid", "fast=5,10", "--grid", "slow=20,40", "--rank", "return", "--json", "--out", Out], .. more]);

    private async Task<string?> HashAsync(params string[] more) =>
        (await _desk.RunAsync([.. (string[])["backtest", "--symbol", "SPX", "--from", "2000-01-01", "--to", "2003-12-31", "--out", Out, "--json"], .. more])).Json().GetProperty("hash").GetString();
}
