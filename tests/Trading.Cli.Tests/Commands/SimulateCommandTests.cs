namespace Trading.Cli.Tests.Commands;

public class SimulateCommandTests
{
    [Fact]
    public async Task A_simulation_counts_what_it_did_and_ends_well()
    {
        using var desk = new Desk();
        var answer = await desk.RunAsync("simulate", "--seeds", "3", "--days", "1", "--json");
        Assert.Equal(0, answer.Code);
        var document = answer.Json();
        Assert.Equal((3, 0), (document.GetProperty("seeds").GetInt32(), document.GetProperty("violations").GetInt32()));
        Assert.True(document.GetProperty("steps").GetInt64() > 100);
        foreach (var name in (string[])["crashes", "faults"]) Assert.True(document.TryGetProperty(name, out _));
    }

    [Fact]
    public async Task A_sabotage_that_is_caught_ends_well_and_tells_how_to_replay_it()
    {
        using var desk = new Desk();
        var answer = await desk.RunAsync("simulate", "--seeds", "2", "--sabotage", "forget-stops");
        Assert.Equal(0, answer.Code);
        Assert.Contains("invariant 3", answer.Output, StringComparison.Ordinal);
        Assert.Contains("Replay: trading simulate --seeds 1 --from ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("--sabotage forget-stops", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sabotage_that_nothing_notices_fails()
    {
        using var desk = new Desk();
        var answer = await desk.RunAsync("simulate", "--seeds", "1", "--days", "1", "--faults", "none", "--from", "3", "--sabotage", "forget-late-fill");
        Assert.Equal(1, answer.Code);
        Assert.Contains("Nothing noticed forget-late-fill", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sabotages_are_listed_by_name_first()
    {
        using var desk = new Desk();
        var answer = await desk.RunAsync("simulate", "--list-sabotages");
        Assert.Equal(0, answer.Code);
        var lines = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 14);
        Assert.All(lines, line => Assert.Matches("^[a-z-]+ +[0-9]+  .", line));
    }

    [Theory]
    [InlineData("--sabotage", "nothing-like-it")]
    [InlineData("--seeds", "0")]
    [InlineData("--days", "0")]
    public async Task Wrong_use_is_told(string option, string value)
    {
        using var desk = new Desk();
        var answer = await desk.RunAsync("simulate", option, value);
        Assert.Equal(2, answer.Code);
        Assert.Contains(value, answer.Error, StringComparison.Ordinal);
    }
}
