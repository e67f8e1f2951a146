using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Runtime.Desks;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Redis;

namespace Trading.Cli.Tests.Desks;

/// <summary>Two copies of every agent over one Redis; copies and Redis itself are killed at random moments, and the exchange goes on.</summary>
/// <remarks><c>tests/pull-the-plug.sh ROUNDS SEED redis</c> runs as many rounds as one likes.</remarks>
public sealed class KilledProcessesTests : IAsyncLifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly Desk _desk = new();
    private readonly DeskProcess?[] _copies = new DeskProcess?[2];
    private RedisServer _server = null!;
    private string _config = "";
    private string _socket = "";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        _config = _desk.Write("trading.yaml", $"redis: {{host: 127.0.0.1, port: {_server.Port}, environment: plug, timeout: 5s}}\n");
        _socket = _desk["x.sock"];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var copy in _copies) copy?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _desk.Dispose();
    }

    [Fact]
    public async Task Whichever_process_is_killed_no_order_is_doubled_no_fill_lost_and_no_message_left()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("PULL_THE_PLUG_ROUNDS") ?? "3", CultureInfo.InvariantCulture);
        var random = new Random(int.Parse(Environment.GetEnvironmentVariable("PULL_THE_PLUG_SEED") ?? "1", CultureInfo.InvariantCulture));
        using var exchange = new DeskProcess("exchange", "--socket", _socket, "--speed", "60");
        await exchange.SaysAsync("is open at", Longest, None);
        for (var i = 0; i < _copies.Length; i++) Start(i);
        await AllAgreeAsync();
        var (kills, recoveries) = (new int[3], new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(random.Next(100, 2000), None);
            var victims = random.Next(1, 8);
            for (var i = 0; i < _copies.Length; i++)
                if ((victims & 1 << i) != 0) Kill(i, kills);
            if ((victims & 4) != 0)
            {
                await _server.KillAsync();
                kills[2]++;
                await Task.Delay(random.Next(0, 500), None);
                await _server.RestartAsync();
            }
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < _copies.Length; i++)
                if (_copies[i] is null) Start(i);
            // Now and then they are killed again in the middle of their start.
            if (random.Next(4) == 0) continue;
            await AllAgreeAsync();
            recoveries.Add(watch.Elapsed.TotalSeconds);
        }
        await AllAgreeAsync();
        await CheckAsync();
        Report(rounds, kills, recoveries);
    }

    private DeskFolder FolderOf(int copy) => new(_desk[$"desk{copy}"]);

    private string SaidByAll => string.Join('\n', _copies.Select(copy => copy?.Said));

    private void Start(int copy) => _copies[copy] = new DeskProcess(
        "run", "--bus", "redis", "--config", _config, "--exchange", _socket, "--desk", FolderOf(copy).Path, "--strategy", "trend-following", "--set", "fast=3", "--set", "slow=8",
        "--set", "trades.reviewTimeout=10m", "--set", "trades.answerTimeout=2m");

    private void Kill(int copy, int[] kills)
    {
        _copies[copy]?.Dispose();
        _copies[copy] = null;
        kills[copy]++;
    }

    private async Task AllAgreeAsync()
    {
        for (var i = 0; i < _copies.Length; i++)
        {
            var view = await _copies[i]!.WaitUntilReconciledAsync(FolderOf(i), Longest, None);
            Assert.True(view is { State: "Active", DeadLetters: 0 }, $"copy {i}: {view}\n{SaidByAll}");
        }
    }

    /// <summary>The desks leave every trade; then Redis and the exchange are compared.</summary>
    private async Task CheckAsync()
    {
        var folder = FolderOf(0);
        DeskView? view = null;
        async Task<DeskView?> LookAsync() => view = (await folder.AskAsync(new ControlRequest("status"), None))?.View ?? view;
        // A few rounds on a slow machine are over before the first trade; there is nothing to compare without one.
        await WaitAsync(async () => await LookAsync() is { Positions.Count: > 0 }, () => $"nothing was bought: {view}\n{SaidByAll}");
        await folder.AskAsync(new ControlRequest("flatten"), None);
        await WaitAsync(
            async () => await LookAsync() is { Orders.Count: 0, Positions.Count: 0, Waiting: 0 } && view!.Trades.All(trade => trade.Held == 0), () => $"{view}\n{SaidByAll}");
        Assert.Equal(0, view!.DeadLetters);
        for (var i = 0; i < _copies.Length; i++) Kill(i, new int[3]);

        await using var connection = await _server.ConnectAsync();
        await BothSides.CompareAsync(_socket, new RedisDesk(connection, new RedisKeys("plug"), RedisDeliveryOptions.Default, TimeProvider.System, NullLoggerFactory.Instance));
    }

    private static async Task WaitAsync(Func<Task<bool>> holds, Func<string> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < Longest, otherwise());
            await Task.Delay(100, None);
        }
    }

    private static void Report(int rounds, int[] kills, List<double> recoveries)
    {
        recoveries.Sort();
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{rounds} rounds with {kills[0] + kills[1]} desks and {kills[2]} Redis servers killed, no order doubled, no fill lost, no message unhandled; seconds until all agree again, with the start of the processes: median {(recoveries.Count == 0 ? 0 : recoveries[recoveries.Count / 2]):0.00}, worst {(recoveries.Count == 0 ? 0 : recoveries[^1]):0.00}");
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("PULL_THE_PLUG_REPORT") is { } path) File.WriteAllText(path, text + Environment.NewLine);
    }
}
