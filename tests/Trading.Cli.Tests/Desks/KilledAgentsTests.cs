using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Lifecycles;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Redis;

namespace Trading.Cli.Tests.Desks;

/// <summary>A desk of agents alone, each in a process of its own and some of them twice; agents and Redis are killed at random moments, and the exchange goes on.</summary>
/// <remarks><c>tests/pull-the-plug.sh ROUNDS SEED agents</c> runs as many rounds as one likes.</remarks>
public sealed class KilledAgentsTests : IAsyncLifetime
{
    private const string Account = "paper";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);

    private static readonly string[] Names = ["marketdata", "strategy", "risk", "risk", "orders", "orders", "positions", "lifecycles", "lifecycles"];

    private readonly Desk _desk = new();
    private readonly DeskProcess?[] _agents = new DeskProcess?[Names.Length];
    private RedisServer _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisDesk _memory = null!;
    private string _config = "";
    private string _socket = "";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        _connection = await _server.ConnectAsync();
        _memory = new RedisDesk(_connection, new RedisKeys("plug"), RedisDeliveryOptions.Default, TimeProvider.System, NullLoggerFactory.Instance);
        _config = _desk.Write(
            "trading.yaml",
            $"""
            redis:
              host: 127.0.0.1
              port: {_server.Port}
              environment: plug
              timeout: 5s
            trades:
              reviewTimeout: 10m
              answerTimeout: 2m
            strategies:
              - strategy: trend-following
                parameters:
                  fast: 3
                  slow: 8
            """);
        _socket = _desk["x.sock"];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents) agent?.Dispose();
        if (_memory is not null) await _memory.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _desk.Dispose();
    }

    [Fact]
    public async Task Whichever_agents_are_killed_no_order_is_doubled_no_fill_lost_and_no_message_left()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("PULL_THE_PLUG_ROUNDS") ?? "2", CultureInfo.InvariantCulture);
        var random = new Random(int.Parse(Environment.GetEnvironmentVariable("PULL_THE_PLUG_SEED") ?? "1", CultureInfo.InvariantCulture));
        using var exchange = new DeskProcess("exchange", "--socket", _socket, "--speed", "60");
        await exchange.SaysAsync("is open at", Longest, None);
        for (var i = 0; i < Names.Length; i++) Start(i);
        await AllWorkAsync();
        var (killed, servers, recoveries) = (0, 0, new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(random.Next(100, 2000), None);
            var victims = random.Next(1, 1 << Names.Length) & random.Next(1, 1 << Names.Length) | 1 << random.Next(Names.Length);
            for (var i = 0; i < Names.Length; i++)
            {
                if ((victims & 1 << i) == 0) continue;
                Kill(i);
                killed++;
            }
            if (random.Next(4) == 0)
            {
                await _server.KillAsync();
                servers++;
                await Task.Delay(random.Next(0, 500), None);
                await _server.RestartAsync();
            }
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Names.Length; i++)
                if (_agents[i] is null) Start(i);
            // Now and then they are killed again in the middle of their start.
            if (random.Next(4) == 0) continue;
            await AllWorkAsync();
            recoveries.Add(watch.Elapsed.TotalSeconds);
        }
        await AllWorkAsync();
        await CheckAsync();
        Report(rounds, killed, servers, recoveries);
    }

    private string SaidByAll => string.Join('\n', _agents.Select((agent, i) => $"--- {Names[i]}\n{agent?.Said}"));

    private void Start(int agent) => _agents[agent] = new DeskProcess("agent", Names[agent], "--config", _config, "--exchange", _socket);

    private void Kill(int agent)
    {
        _agents[agent]?.Dispose();
        _agents[agent] = null;
    }

    /// <summary>Every copy has begun, every inbox is read, and nothing waits that was said before.</summary>
    private async Task AllWorkAsync()
    {
        foreach (var (agent, name) in _agents.Zip(Names)) await agent!.SaysAsync(name == "orders" ? "Desk and broker agree" : "runs on", Longest, None);
        RedisHealthReport? report = null;
        DateTimeOffset? since = null;
        await WaitAsync(
            async () =>
            {
                if (since is null)
                {
                    var now = await TimeAsync();
                    foreach (var inbox in InboxRoutes.Desk.Inboxes) await _memory.Canaries.SendAsync(inbox);
                    since = now;
                }
                report = await _memory.Health.CheckAsync(InboxRoutes.Desk.Inboxes, RedisHealthLimits.Default);
                var ago = await TimeAsync() - since;
                return report.Inboxes.Length > 0 && report.Inboxes.All(inbox => inbox.CanarySeen >= since && !(inbox.Oldest >= ago));
            },
            () => $"{string.Join('\n', report?.Inboxes ?? [])}\n{SaidByAll}");
        Assert.Equal(0, await _memory.DeadLetters.CountAsync());
        var portfolio = await PortfolioAsync();
        Assert.True(portfolio?.StateFor(Scope.OfAccount(Account)) == TradingState.Active, $"{portfolio?.ClosedBecause(Scope.OfAccount(Account))}\n{SaidByAll}");
    }

    /// <summary>The desk leaves every trade; then Redis and the exchange are compared.</summary>
    private async Task CheckAsync()
    {
        // A few rounds on a slow machine are over before the first trade; there is nothing to compare without one.
        await WaitAsync(async () => await PortfolioAsync() is { Holdings.IsEmpty: false }, () => $"nothing was bought\n{SaidByAll}");
        await _memory.Bus.PublishAsync(
            Message.First(MessageId.From("flatten"), EventNames.HaltRequested, "tests", TimeProvider.System.GetUtcNow(), "desk", Scope.Desk, new HaltRequested(TradingState.Halted, Flatten: true, "the end")), None);
        var live = new LifecyclesSeen([], [], 0);
        await WaitAsync(
            async () =>
            {
                live = await StoredLifecycles.LiveAsync(_memory.Steps, None);
                return live.Trades.All(trade => trade.Held == 0) && live.Orders.All(order => order.State.IsEnded()) && await _memory.Inboxes.WaitingAsync(InboxRoutes.Desk.Inboxes) == 0;
            },
            () => $"{string.Join('\n', live.Orders)}\n{SaidByAll}");
        Assert.Equal(0, await _memory.DeadLetters.CountAsync());
        for (var i = 0; i < Names.Length; i++) Kill(i);
        await BothSides.CompareAsync(_socket, _memory);
    }

    private async Task<Portfolio?> PortfolioAsync() => (await _memory.Steps.LoadAsync<Portfolio>(new StateKey(Portfolio.Kind, Account), None)).Value;

    private async Task<DateTimeOffset> TimeAsync() => new(await _connection.GetServers()[0].TimeAsync(), TimeSpan.Zero);

    private static async Task WaitAsync(Func<Task<bool>> holds, Func<string> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await DoesHoldAsync(holds))
        {
            Assert.True(watch.Elapsed < Longest, otherwise());
            await Task.Delay(50, None);
        }
    }

    /// <summary>Redis that is away answers nothing, and that is an answer.</summary>
    private static async Task<bool> DoesHoldAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private static void Report(int rounds, int killed, int servers, List<double> recoveries)
    {
        recoveries.Sort();
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{rounds} rounds with {killed} agents and {servers} Redis servers killed, no order doubled, no fill lost, no message unhandled; seconds until every inbox is read and all that was said before is handled, with the start of the processes: median {(recoveries.Count == 0 ? 0 : recoveries[recoveries.Count / 2]):0.00}, worst {(recoveries.Count == 0 ? 0 : recoveries[^1]):0.00}");
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("PULL_THE_PLUG_REPORT") is { } path) File.WriteAllText(path, text + Environment.NewLine);
    }
}
