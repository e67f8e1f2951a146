namespace Trading.Cli.Tests.Desks;

public sealed class RunCommandTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_desk_that_ran_to_the_end_of_its_data_is_found_in_its_journal()
    {
        var folder = _desk["desk"];
        var data = _desk.WriteMinutes(60);

        var run = await _desk.RunAsync("run", "--data", data, "--speed", "max", "--desk", folder, "--strategy", "trend-following", "--set", "fast=3", "--set", "slow=8", "--json");
        Assert.Equal((ExitCode.Done, true), (run.Code, run.Error.Contains("The data has ended.", StringComparison.Ordinal)));
        var row = run.Json().GetProperty("sequence").GetInt64();
        Assert.True(row >= 60, $"row {row}");

        var status = await _desk.RunAsync("status", "--desk", folder, "--json");
        Assert.Equal("not running; this is what its journal has", status.Json().GetProperty("desk").GetString());
        var trades = await _desk.RunAsync("trades", "--desk", folder, "--json");
        Assert.Contains("No desk runs", trades.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await _desk.RunAsync("journal", "verify", "--desk", folder)).Code);
        Assert.Equal(ExitCode.Done, (await _desk.RunAsync("journal", "replay", "--desk", folder)).Code);
        var export = await _desk.RunAsync("journal", "export", "--desk", folder);
        Assert.True(export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length >= row, "a line a row");
    }

    [Fact]
    public async Task A_paper_account_goes_on_with_the_bars_it_began_with()
    {
        var folder = _desk["desk"];
        await _desk.RunAsync("run", "--data", _desk.WriteMinutes(5), "--speed", "max", "--desk", folder);

        var other = await _desk.RunAsync("run", "--speed", "max", "--desk", folder);

        Assert.Equal(ExitCode.Failed, other.Code);
        Assert.Contains("--desk", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("halt")]
    [InlineData("resume")]
    [InlineData("flatten")]
    public async Task Nobody_is_told_to_do_anything_where_no_desk_runs(string order)
    {
        var answer = await _desk.RunAsync(order, "--desk", _desk["nowhere"]);

        Assert.Equal(ExitCode.Failed, answer.Code);
        Assert.Contains("No desk runs", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--speed", "fast")]
    [InlineData("run", "--broker", "lehman")]
    [InlineData("exchange", "--socket", "x.sock", "--speed", "max")]
    public async Task A_market_that_makes_no_sense_is_wrong_use(params string[] args) => Assert.Equal(ExitCode.WrongUse, (await _desk.RunAsync(args)).Code);
}
