using System.Text.Json;
using Trading.Messages;
using Trading.Runtime.Desks;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Redis;

namespace Trading.Cli.Tests.Desks;

/// <summary>The commands that look at a desk and tell it what to do, against one that runs in a process of its own.</summary>
public sealed class OtherTerminalTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Desk _desk = new();

    /// <summary>Where the desk is asked for.</summary>
    private string[] _where;

    public OtherTerminalTests() => _where = ["--desk", Folder];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private string Folder => _desk["desk"];

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_desk_with_a_journal_answers_every_question_and_order_and_stops_in_order()
    {
        using var desk = Start("--bus", "journal");
        await AnswersAsync(desk);
        Assert.Equal(ExitCode.Done, await desk.InterruptAsync(None));
        Assert.Contains("Saved in", desk.Said, StringComparison.Ordinal);
        Assert.Equal("not running; this is what its journal has", (await AskAsync("status")).GetProperty("desk").GetString());
        Assert.Equal(ExitCode.Done, (await _desk.RunAsync("journal", "verify", "--desk", Folder)).Code);
    }

    [Fact]
    public async Task A_desk_over_Redis_answers_every_question_and_order_and_stops_in_order()
    {
        await using var server = await RedisServer.StartAsync();
        using var desk = Start("--bus", "redis", "--config", _desk.Write("trading.yaml", $"redis: {{host: 127.0.0.1, port: {server.Port}, environment: other}}\n"));
        await AnswersAsync(desk);
        Assert.Equal(ExitCode.Done, await desk.InterruptAsync(None));
        Assert.Contains("Stopped.", desk.Said, StringComparison.Ordinal);
        Assert.Equal("not running", (await AskAsync("status")).GetProperty("desk").GetString());
    }

    [Fact]
    public async Task A_desk_of_agents_alone_answers_every_question_and_order_by_way_of_Redis()
    {
        await using var server = await RedisServer.StartAsync();
        var config = _desk.Write(
            "trading.yaml",
            $"""
            redis: {"{"}host: 127.0.0.1, port: {server.Port}, environment: alone{"}"}
            trades: {"{"}reviewTimeout: 10m, answerTimeout: 2m{"}"}
            strategies: [{"{"}strategy: trend-following, parameters: {"{"}fast: 3, slow: 8{"}"}{"}"}]
            """);
        _where = ["--bus", "redis", "--config", config];
        using var exchange = new DeskProcess("exchange", "--socket", _desk["x.sock"], "--speed", "120");
        await exchange.SaysAsync("is open at", Longest, None);
        var agents = RedisAgents.Names.ToDictionary(name => name, name => new DeskProcess("agent", name, "--config", config, "--exchange", _desk["x.sock"]));
        try
        {
            await agents[AgentNames.Orders].SaysAsync("Desk and broker agree", Longest, None);
            Assert.Equal("in Redis", (await AskAsync("status")).GetProperty("desk").GetString());
            await AnswersAsync(() => string.Join('\n', agents.Values.Select(agent => agent.Said)));
        }
        finally
        {
            foreach (var agent in agents.Values) agent.Dispose();
        }
    }

    private async Task AnswersAsync(DeskProcess desk)
    {
        var view = await desk.WaitUntilReconciledAsync(new DeskFolder(Folder), Longest, None);
        Assert.True(view is { State: "Active" }, desk.Said);
        Assert.Equal("running", (await AskAsync("status")).GetProperty("desk").GetString());
        await AnswersAsync(() => desk.Said);
    }

    private async Task AnswersAsync(Func<string> said)
    {
        foreach (var question in (string[])["trades", "orders", "positions", "breakers"])
        {
            await UntilAsync(said, async () => (await AskAsync(question)).GetArrayLength() > 0);
            // Between two questions a trade may end.
            await UntilAsync(said, async () => (await RunAsync(question)).Output.Contains(question == "breakers" ? "paper" : "Z", StringComparison.Ordinal));
        }

        Assert.Equal(ExitCode.Done, (await RunAsync("breakers", "reset", "paper")).Code);
        Assert.Equal(ExitCode.WrongUse, (await RunAsync("breakers", "reset", "nobody")).Code);

        Assert.Equal("Halted", (await AskAsync("halt", "--reason", "the news")).GetProperty("state").GetString());
        Assert.Contains("the news", (await RunAsync("status")).Output, StringComparison.Ordinal);
        Assert.Equal("Active", (await AskAsync("resume")).GetProperty("state").GetString());
        Assert.Contains("hold shares", (await RunAsync("flatten", "--reason", "enough")).Output, StringComparison.Ordinal);
        await UntilAsync(said, async () => (await AskAsync("positions")).GetArrayLength() + (await AskAsync("orders")).GetArrayLength() == 0);
        var status = (await AskAsync("status")).GetProperty("view");
        Assert.Equal(("Halted", 0), (status.GetProperty("state").GetString(), status.GetProperty("deadLetters").GetInt32()));
    }

    private DeskProcess Start(params string[] bus) => new(
        ["run", .. bus, "--desk", Folder, "--speed", "120", "--strategy", "trend-following", "--set", "fast=3", "--set", "slow=8", "--set", "trades.reviewTimeout=10m", "--set", "trades.answerTimeout=2m"]);

    private Task<Desk.Answer> RunAsync(params string[] command) => _desk.RunAsync([.. command, .. _where]);

    private async Task<JsonElement> AskAsync(params string[] command)
    {
        var answer = await RunAsync([.. command, "--json"]);
        Assert.True(answer.Code == ExitCode.Done, answer.Error);
        return answer.Json();
    }

    private static async Task UntilAsync(Func<string> said, Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest, said());
            await Task.Delay(100, None);
        }
    }
}
