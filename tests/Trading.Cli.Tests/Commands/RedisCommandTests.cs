using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Trading.Cli.Tests.Desks;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Redis;

namespace Trading.Cli.Tests.Commands;

/// <summary>The commands of a desk on Redis: deadletters, watch, agent.</summary>
public sealed class RedisCommandTests : IAsyncLifetime
{
    private readonly Desk _desk = new();
    private RedisServer _server = null!;
    private RedisDesk _redis = null!;
    private ConnectionMultiplexer _connection = null!;
    private string _config = "";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = await _server.ConnectAsync();
        _redis = new RedisDesk(_connection, new RedisKeys("cli"), RedisDeliveryOptions.Default, TimeProvider.System, NullLoggerFactory.Instance);
        _config = _desk.Write("trading.yaml", $"redis: {{host: 127.0.0.1, port: {_server.Port}, environment: cli, timeout: 5s}}\nstrategies:\n  - {{strategy: trend-following, symbols: [AAPL]}}\n");
    }

    public async ValueTask DisposeAsync()
    {
        _desk.Dispose();
        if (_redis is not null) await _redis.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task Dead_letters_are_listed_replayed_and_dropped()
    {
        Assert.Contains("no dead letters", (await RunAsync("deadletters", "list")).Output, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++) await BuryAsync(i);

        var listed = (await RunAsync("deadletters", "list", "--json")).Json().EnumerateArray().ToArray();
        Assert.Equal(3, listed.Length);
        Assert.Equal(("positions", "no such [symbol]", 1), (listed[0].GetProperty("inbox").GetString(), listed[0].GetProperty("error").GetString(), listed[0].GetProperty("deliveries").GetInt32()));
        Assert.Equal("marketdata.bars.received", listed[0].GetProperty("message").GetProperty("type").GetString());
        Assert.Contains("no such [symbol]", (await RunAsync("deadletters", "list")).Output, StringComparison.Ordinal);

        Assert.Contains("DEAD_LETTERS: 3 messages", (await RunAsync("doctor")).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);

        var first = listed[0].GetProperty("id").GetString()!;
        Assert.Equal("1 replayed.\n", (await RunAsync("deadletters", "replay", first)).Output);
        Assert.Equal(1, await LengthAsync());
        var again = await RunAsync("deadletters", "replay", first);
        Assert.Equal((ExitCode.Failed, "0 replayed.\n"), (again.Code, again.Output));
        Assert.Contains(first, again.Error, StringComparison.Ordinal);
        Assert.Equal("2 dropped.\n", (await RunAsync("deadletters", "drop", "--all")).Output);
        Assert.Equal((0, 1), (await _redis.DeadLetters.CountAsync(), await LengthAsync()));
    }

    [Theory]
    [InlineData("deadletters", "drop")]
    [InlineData("deadletters", "replay", "1-1", "--all")]
    [InlineData("watch", "orders")]
    [InlineData("agent", "nobody")]
    [InlineData("run", "--bus", "pigeon")]
    [InlineData("agent", "orders")]
    public async Task What_makes_no_sense_is_wrong_use(params string[] line) => Assert.Equal(ExitCode.WrongUse, (await RunAsync(line)).Code);

    [Fact]
    public async Task Redis_that_is_away_is_told_in_a_sentence_that_says_what_to_check()
    {
        await _server.KillAsync();
        var answer = await RunAsync("deadletters", "list");
        Assert.Equal(ExitCode.Failed, answer.Code);
        Assert.Contains("Check that it runs", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_shows_what_is_said()
    {
        var watching = RunAsync("watch", "marketdata.*.*", "--count", "1", "--json");
        await Until.TrueAsync(async () => { await _redis.Bus.PublishAsync(Bars(1), None); return watching.IsCompleted; });
        Assert.Equal("marketdata.bars.received", (await watching).Json().GetProperty("type").GetString());
    }

    [Fact]
    public async Task Two_copies_of_an_agent_work_off_its_inbox_and_stop_when_they_are_told_to()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        Task<int>[] copies = [AgentAsync(stop.Token), AgentAsync(stop.Token)];
        for (var i = 0; i < 20; i++) await _redis.Bus.PublishAsync(Bars(i), None);
        await Until.TrueAsync(async () => await LengthAsync() == 0 && await _connection.GetDatabase().SortedSetLengthAsync(_redis.Keys.Handled("positions")) == 20);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(copies), code => Assert.Equal(ExitCode.Done, code));
    }

    [Theory]
    [InlineData("agent", "lifecycles")]
    [InlineData("run", "--bus", "redis", "--strategy", "trend-following", "--speed", "max")]
    public async Task Where_the_Azure_host_runs_the_lifecycles_nobody_else_does(params string[] line)
    {
        await _redis.LeaseOf(LifecycleLease.Azure).TakeAsync();

        var answer = await RunAsync(line[0] == "run" ? [.. line, "--data", _desk.WriteMinutes(30), "--desk", _desk["desk"]] : line);

        Assert.Equal(ExitCode.Failed, answer.Code);
        Assert.Contains(LifecycleLease.Azure, answer.Error, StringComparison.Ordinal);
        Assert.Contains("Stop that first", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_over_Redis_keeps_its_trades_there_and_goes_on_with_them()
    {
        string[] run = ["run", "--bus", "redis", "--data", _desk.WriteMinutes(30), "--speed", "max", "--desk", _desk["desk"], "--strategy", "trend-following", "--set", "fast=3", "--set", "slow=8", "--json"];
        var first = await RunAsync(run);
        Assert.True(first.Code == ExitCode.Done && first.Error.Contains("The data has ended.", StringComparison.Ordinal), first.Error);
        var trades = Ids(first);
        Assert.NotEmpty(trades);
        Assert.Equal(0, first.Json().GetProperty("deadLetters").GetInt32());

        Assert.Equal(trades, Ids(await RunAsync(run)));
        Assert.False(File.Exists(Path.Combine(_desk["desk"], "desk.db")));
    }

    [Fact]
    public async Task A_desk_that_starts_while_Redis_is_away_waits_for_it()
    {
        await _server.KillAsync();
        using var desk = new DeskProcess(
            "run", "--bus", "redis", "--data", _desk.WriteMinutes(30), "--speed", "max", "--desk", _desk["desk"], "--strategy", "trend-following", "--config", _config);
        await desk.SaysAsync("Redis is away", TimeSpan.FromMinutes(2), None);
        await _server.RestartAsync();
        await desk.SaysAsync("The data has ended.", TimeSpan.FromMinutes(2), None);
        Assert.Equal(ExitCode.Done, await desk.EndAsync(None));
    }

    private static string[] Ids(Desk.Answer answer) => [.. answer.Json().GetProperty("trades").EnumerateArray().Select(trade => trade.GetProperty("id").GetString()!)];

    private Task<Desk.Answer> RunAsync(params string[] line) => _desk.RunAsync([.. line, "--config", _config]);

    private async Task<int> AgentAsync(CancellationToken stopping)
    {
        using StringWriter output = new(), error = new();
        return await CommandLine.RunAsync(["agent", "positions", "--config", _config], new Terminal(output, error), stopping);
    }

    private async Task<long> LengthAsync() => await _connection.GetDatabase().StreamLengthAsync(_redis.Keys.Inbox("positions"));

    private async Task BuryAsync(int number)
    {
        await _redis.Bus.PublishAsync(Bars(number), None);
        var entry = Assert.Single(await _redis.Inboxes.TakeNewAsync("positions", "one", 1, None));
        await _redis.Inboxes.BuryAsync(entry, "no such [symbol]", None);
    }

    private static Message Bars(int number) => Message.First(
        MessageId.From("bars", number), EventNames.BarsReceived, "marketdata", DateTimeOffset.UnixEpoch, "AAPL", Scope.OfMarket("AAPL"),
        new BarsReceived("AAPL", BarPeriod.Minute, []));
}
