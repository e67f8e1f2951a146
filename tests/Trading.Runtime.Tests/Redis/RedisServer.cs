using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using Trading.Runtime.Redis;

namespace Trading.Runtime.Tests.Redis;

/// <summary>A redis-server of the tests' own, on a free port, with its data in a folder of its own.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const int MostStarts = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly string[] _arguments;
    private readonly string _folder = Directory.CreateTempSubdirectory("trading-redis-").FullName;
    private Process? _process;

    private RedisServer(string[] arguments) => _arguments = arguments;

    public int Port { get; private set; }

    /// <summary>Where it takes encrypted connections, if it does.</summary>
    public int TlsPort { get; private init; }

    /// <summary>Starts a server that takes encrypted connections as well.</summary>
    public static async Task<RedisServer> StartWithTlsAsync(params string[] arguments)
    {
        var port = FreePort();
        return await StartAsync(port, ["--tls-port", $"{port}", .. arguments]);
    }

    /// <summary>Starts a server, or skips the test where there is none to start; in continuous integration that is a failure.</summary>
    public static Task<RedisServer> StartAsync(params string[] arguments) => StartAsync(0, arguments);

    private static async Task<RedisServer> StartAsync(int tlsPort, string[] arguments)
    {
        if (Find() is null)
        {
            const string missing = "NOT TESTED: there is no redis-server. Install it: apt-get install redis-server";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(missing);
            Assert.Skip(missing);
        }
        var server = new RedisServer(arguments) { TlsPort = tlsPort };
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePort();
            try
            {
                await server.RunAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < MostStarts)
            {
                // somebody else took the port meanwhile
            }
        }
    }

    public RedisSettings Settings => new() { Host = "127.0.0.1", Port = Port };

    /// <summary>A connection as the desk makes it, that may do what an administrator may.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = Settings.ToOptions("tests");
        options.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Ends it as a power cut would, without a word.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again on its port with what it stored.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < MostStarts)
            {
                // The port is of those that the system gives to whoever makes a connection: somebody has it for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync()
    {
        var start = new ProcessStartInfo(Find()!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", "", .. _arguments])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        var output = new List<string>();
        _process.OutputDataReceived += (_, line) => { lock (output) output.Add(line.Data ?? ""); };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var waited = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (!_process.HasExited && waited.Elapsed < Deadline) continue;
            lock (output) throw new InvalidOperationException($"redis-server did not start: {string.Join('\n', output)}");
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            var length = await client.GetStream().ReadAsync(answer);
            // A connection to a port of one's own machine that nobody listens at may be made with itself, and echoes.
            return answer[0] is (byte)'+' or (byte)'-' && !answer.AsSpan(0, length).StartsWith("-LOADING"u8) && !_process!.HasExited;
        }
        catch (Exception unreachable) when (unreachable is SocketException or IOException)
        {
            return false;
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
}
