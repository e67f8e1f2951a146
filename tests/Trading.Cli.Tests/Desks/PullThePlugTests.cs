using System.Diagnostics;
using System.Globalization;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Desks;
using Trading.Runtime.Journals;

namespace Trading.Cli.Tests.Desks;

/// <summary>A desk is killed at random moments while its exchange, in another process, goes on.</summary>
/// <remarks><c>tests/pull-the-plug.sh ROUNDS</c> runs as many rounds as one likes.</remarks>
public sealed class PullThePlugTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Whenever_the_plug_is_pulled_no_order_is_doubled_no_fill_lost_and_no_message_left()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("PULL_THE_PLUG_ROUNDS") ?? "3", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("PULL_THE_PLUG_SEED") ?? "1", CultureInfo.InvariantCulture);
        var random = new Random(seed);
        var folder = new DeskFolder(_desk["desk"]);
        var socket = _desk["x.sock"];
        using var exchange = new DeskProcess("exchange", "--socket", socket, "--speed", "120");
        await exchange.SaysAsync("is open at", Longest, TestContext.Current.CancellationToken);
        var recoveries = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            using var desk = Start(socket, folder);
            if (random.Next(4) == 0)
            {
                // In the middle of its start.
                await Task.Delay(random.Next(200, 1500), TestContext.Current.CancellationToken);
                desk.Kill();
                continue;
            }
            var watch = Stopwatch.StartNew();
            var view = await desk.WaitUntilReconciledAsync(folder, Longest, TestContext.Current.CancellationToken);
            Assert.True(view is { State: "Active", DeadLetters: 0 }, $"round {round}: {view}\n{desk.Said}");
            recoveries.Add(watch.Elapsed.TotalSeconds);
            await Task.Delay(random.Next(100, 2000), TestContext.Current.CancellationToken);
            desk.Kill();
        }
        await CheckAsync(socket, folder);
        Report(rounds, recoveries);
    }

    /// <summary>The last desk leaves every trade, and then both sides are compared.</summary>
    private static async Task CheckAsync(string socket, DeskFolder folder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using (var desk = Start(socket, folder))
        {
            Assert.NotNull(await desk.WaitUntilReconciledAsync(folder, Longest, cancellation));
            DeskView? view = null;
            var watch = Stopwatch.StartNew();
            // A few rounds on a slow machine are over before the first trade; there is nothing to compare without one.
            while (watch.Elapsed < Longest && (view = (await folder.AskAsync(new ControlRequest("status"), cancellation))?.View) is not { Positions.Count: > 0 })
                await Task.Delay(100, cancellation);
            Assert.True(view is { Positions.Count: > 0 }, $"nothing was bought: {view}\n{desk.Said}");
            await folder.AskAsync(new ControlRequest("flatten"), cancellation);
            watch.Restart();
            while (watch.Elapsed < Longest && (view = (await folder.AskAsync(new ControlRequest("status"), cancellation))?.View) is not { Orders.Count: 0, Positions.Count: 0, Waiting: 0 })
                await Task.Delay(100, cancellation);
            Assert.True(view is { Orders.Count: 0, Positions.Count: 0, Waiting: 0, DeadLetters: 0 }, $"{view}\n{desk.Said}");
            desk.Kill();
        }
        await using var exchange = await RemotePaper.ConnectAsync(socket, TimeProvider.System, cancellation);
        var atExchange = (await exchange.OrdersAsync(DateTimeOffset.MinValue, cancellation)).Value;
        using var file = SqliteJournalFile.OpenToRead(folder.Journal);
        Assert.Empty(Journal.Verify(file));
        var booked = FillsIn(file);
        Assert.NotEmpty(booked);
        foreach (var order in atExchange)
            foreach (var fill in order.Fills) Assert.True(booked.Contains(fill.ExecutionId), $"{order.ClientOrderId} was filled by {fill.ExecutionId}, which is not in the journal");
        foreach (var trade in atExchange.GroupBy(order => TradeOf(order)))
        {
            Assert.Single(trade.Where(order => RoleOf(order) == OrderRole.Entry).DistinctBy(order => order.BrokerOrderId));
            var bought = trade.Where(order => RoleOf(order) == OrderRole.Entry).Sum(order => order.Filled);
            Assert.Equal(bought, trade.Where(order => RoleOf(order) != OrderRole.Entry).Sum(order => order.Filled));
        }
    }

    private static HashSet<string> FillsIn(SqliteJournalFile file)
    {
        var booked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in file.Read(1))
            foreach (var line in System.Text.Encoding.UTF8.GetString(row.Said).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                if (MessageJson.Read(System.Text.Encoding.UTF8.GetBytes(line)).Data is OrderExecuted executed) booked.Add(executed.Fill.ExecutionId);
        return booked;
    }

    private static DeskProcess Start(string socket, DeskFolder folder) => new(
        "run", "--exchange", socket, "--desk", folder.Path, "--strategy", "trend-following", "--set", "fast=3", "--set", "slow=8",
        "--set", "trades.reviewTimeout=10m", "--set", "trades.answerTimeout=2m");

    private static string TradeOf(BrokerOrder order) => OrderId.TryParse(order.ClientOrderId, out _, out var trade, out _) ? trade.Value : order.ClientOrderId;

    private static OrderRole RoleOf(BrokerOrder order) => OrderId.TryParse(order.ClientOrderId, out _, out _, out var role) ? role : OrderRole.Exit;

    private static void Report(int rounds, List<double> recoveries)
    {
        recoveries.Sort();
        var text = recoveries.Count == 0 ? $"{rounds} rounds, none of them recovered in full" : string.Create(CultureInfo.InvariantCulture,
            $"{rounds} rounds, no order doubled, no fill lost, no message unhandled; seconds to recover, with the start of the process: median {recoveries[recoveries.Count / 2]:0.00}, worst {recoveries[^1]:0.00}");
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("PULL_THE_PLUG_REPORT") is { } path) File.WriteAllText(path, text + Environment.NewLine);
    }
}
