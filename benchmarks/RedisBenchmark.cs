using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Trading.Agents;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;

namespace Trading.Benchmarks;

/// <summary>
/// From publishing a message to the end of its handling over a real Redis: said, taken by a runner, and committed with its record.
/// The peer appends the same bytes, reads them through a group and acknowledges and deletes them, with the same client.
/// </summary>
internal static class RedisBenchmark
{
    /// <summary>Until everything on the way is compiled for good; a desk runs for days.</summary>
    private const int WarmUps = 10_000;
    private const int Messages = 5_000;
    private const string Inbox = AgentNames.MarketData;

    public static IEnumerable<Row> Run()
    {
        if (Find() is not { } server)
        {
            Console.Error.WriteLine("redis: skipped, as there is no redis-server. Install it: apt-get install redis-server");
            yield break;
        }
        var (ours, raw) = MeasureAsync(server).GetAwaiter().GetResult();
        yield return Row.Against("publish to handled over Redis, p50", Percentile(ours, 50), "us", "raw XADD, XREADGROUP, XACK and XDEL", Percentile(raw, 50)).RatioAtMost(1.3);
        yield return Row.Against("publish to handled over Redis, p99", Percentile(ours, 99), "us", "raw", Percentile(raw, 99));
    }

    private static double Percentile(double[] sorted, int percent) => sorted[sorted.Length * percent / 100];

    private static async Task<(double[] Ours, double[] Raw)> MeasureAsync(string path)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(path, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"]) { RedirectStandardOutput = true };
        using var server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", port } }, AbortOnConnectFail = false });
            while (!redis.IsConnected) await Task.Yield();
            double[] ours = new double[Messages], raw = new double[Messages];
            var desk = new OneAgent(redis);
            var peer = await RawStream.CreateAsync(redis.GetDatabase());
            // In turn, so that a machine that changes its speed changes it for both.
            for (var i = -WarmUps; i < Messages; i++)
            {
                var message = Message.First(MessageId.From("bench", i), EventNames.QuoteRequested, "bench", DateTimeOffset.UnixEpoch, "AAPL", Scope.OfMarket("AAPL"), new QuoteRequested("AAPL"));
                var began = Stopwatch.GetTimestamp();
                await desk.HandleAsync(message);
                var ended = Stopwatch.GetElapsedTime(began);
                var beganRaw = Stopwatch.GetTimestamp();
                await peer.HandleAsync(message);
                var endedRaw = Stopwatch.GetElapsedTime(beganRaw);
                if (i >= 0) (ours[i], raw[i]) = (ended.TotalMicroseconds, endedRaw.TotalMicroseconds);
            }
            Array.Sort(ours);
            Array.Sort(raw);
            return (ours, raw);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>An agent that does nothing, so that what is left is delivery.</summary>
    private sealed class OneAgent : IAgent
    {
        private readonly RedisSteps _steps;
        private readonly RedisInboxes _inboxes;
        private readonly AgentRunner _runner;

        public OneAgent(IConnectionMultiplexer redis)
        {
            var keys = new RedisKeys("bench");
            _steps = new RedisSteps(redis, keys, InboxRoutes.Desk, RedisDeliveryOptions.Default);
            _inboxes = new RedisInboxes(redis, keys, NullLogger<RedisInboxes>.Instance);
            _runner = new AgentRunner(_ => this, _steps, _inboxes, new RedeliveryPolicy(), TimeProvider.System, NullLogger<AgentRunner>.Instance);
        }

        public string Name => Inbox;

        public System.Collections.Immutable.ImmutableArray<EventPattern> Hears => [EventNames.QuoteRequested];

        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => ValueTask.CompletedTask;

        public async ValueTask HandleAsync(Message message)
        {
            await _steps.PublishAsync(message, CancellationToken.None);
            foreach (var entry in await _inboxes.TakeNewAsync(Inbox, "bench", 16, CancellationToken.None))
                if (await _runner.HandleAsync(entry, CancellationToken.None) != HandlingOutcome.Handled) throw new InvalidOperationException("A message was not handled.");
        }
    }

    private sealed class RawStream(IDatabase database)
    {
        private static readonly RedisKey Key = "{trading:bench}:raw";

        public static async ValueTask<RawStream> CreateAsync(IDatabase database)
        {
            await database.StreamCreateConsumerGroupAsync(Key, "desk", "0", createStream: true);
            return new RawStream(database);
        }

        public async ValueTask HandleAsync(Message message)
        {
            await database.StreamAddAsync(Key, "message", MessageJson.Write(message));
            foreach (var entry in await database.StreamReadGroupAsync(Key, "desk", "bench", ">", 16))
            {
                _ = MessageJson.Read(((ReadOnlyMemory<byte>)entry["message"]).Span);
                // Sent together: one round trip.
                var acknowledged = database.StreamAcknowledgeAsync(Key, "desk", entry.Id);
                var deleted = database.StreamDeleteAsync(Key, [entry.Id]);
                await acknowledged;
                await deleted;
            }
        }
    }
}
