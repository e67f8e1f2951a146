using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;
using Trading.Runtime.Delivery;
using Trading.Runtime.Findings;
using Trading.Runtime.Redis;

namespace Trading.Cli.Doctor;

/// <summary>Asks a Redis whether it is there: <c>PING</c>. One that wants a password answers too.</summary>
internal static class RedisCheck
{
    private const int UsualPort = 6379;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>Asks the Redis of a configuration, with its password and its encryption, as an agent does, and how the inboxes stand.</summary>
    public static async Task<Finding> RunAsync(RedisSettings settings)
    {
        try
        {
            var options = settings.ToOptions("doctor");
            options.AbortOnConnectFail = true;
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            var took = await redis.GetDatabase().PingAsync();
            var report = await new RedisHealth(redis, new RedisKeys(settings.Environment)).CheckAsync(InboxRoutes.Desk.Inboxes, RedisHealthLimits.Default);
            return report.IsWell
                ? new("redis", Health.Good, $"{settings} answers in {took.TotalMilliseconds:0.0} ms, and {report.Inboxes.Sum(inbox => inbox.Waiting)} messages wait")
                : new("redis", Health.Bad, string.Join(" ", report.Problems.Select(problem => $"{problem.Code}: {problem.Text}")), "see docs/redis.md, where each code is");
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return new("redis", Health.Bad, $"{settings} does not let us in, or does not answer", $"start it, or check the section redis and {RedisSettings.PasswordVariable}");
        }
    }

    public static async Task<Finding> RunAsync(string? address, CancellationToken cancellation)
    {
        if (address is null) return new("redis", Health.Off, "none named; one machine needs none", "name it with --redis HOST:PORT");
        var at = address.LastIndexOf(':');
        var (host, port) = at > 0 && int.TryParse(address.AsSpan(at + 1), out var given) ? (address[..at], given) : (address, UsualPort);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), limit.Token);
            var buffer = new byte[256];
            var answer = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, limit.Token));
            return answer switch
            {
                ['+', 'P', 'O', 'N', 'G', ..] => new("redis", Health.Good, $"{host}:{port} answers"),
                ['-', 'N', 'O', 'A', 'U', 'T', 'H', ..] => new("redis", Health.Good, $"{host}:{port} answers, and wants a password"),
                _ => new("redis", Health.Bad, $"{host}:{port} is no Redis", "check host and port"),
            };
        }
        catch (Exception unreachable) when (unreachable is SocketException or IOException or ArgumentException || (unreachable is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new("redis", Health.Bad, $"{host}:{port} cannot be reached", "start it, or check host, port and firewall");
        }
    }
}
