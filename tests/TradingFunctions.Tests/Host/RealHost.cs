using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using StackExchange.Redis;
using Trading.MarketData;
using Trading.Runtime.Redis;

namespace TradingFunctions.Tests.Host;

/// <summary>The app in a real functions host, with Azurite and Redis beside it, each on a port of its own.</summary>
internal sealed class RealHost : IAsyncDisposable
{
    private const string StorageKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _folder = Directory.CreateTempSubdirectory("trading-host-").FullName;
    private readonly int _redisPort = Child.FreePort();
    private readonly int _hostPort = Child.FreePort();
    private readonly FakeAlpacaDesk? _alpaca;
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _settings;
    private readonly Child _azurite;
    private readonly bool _hasKeys;
    private ConnectionMultiplexer? _connection;
    private Child? _redis;
    private Child? _host;

    private RealHost(string deskFile, FakeAlpacaDesk? alpaca, string? key)
    {
        var storage = new[] { Child.FreePort(), Child.FreePort(), Child.FreePort() };
        var data = Directory.CreateDirectory(Path.Combine(_folder, "azurite")).FullName;
        _azurite = new Child(
            Tools.Azurite!,
            ["--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", data, "--blobPort", $"{storage[0]}", "--queuePort", $"{storage[1]}", "--tablePort", $"{storage[2]}"],
            _folder);
        var file = Path.Combine(_folder, "trading.yaml");
        _alpaca = alpaca;
        File.WriteAllText(file, alpaca is null ? deskFile : $"{deskFile}\n{alpaca.Section}\n");
        string Endpoint(string name, int port) => $"{name}Endpoint=http://127.0.0.1:{port}/devstoreaccount1";
        _settings = new()
        {
            ["AzureWebJobsStorage"] =
                $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={StorageKey};{Endpoint("Blob", storage[0])};{Endpoint("Queue", storage[1])};{Endpoint("Table", storage[2])}",
            ["Redis"] = $"127.0.0.1:{_redisPort}",
            ["InboxPrefix"] = "{trading:paper}:inbox:",
            ["DeskFile"] = file,
            ["DeskSymbols"] = "AAPL",
            ["DeskAlwaysOpen"] = "true",
            ["DeskLinger"] = "00:00:02",
            ["PollSchedule"] = "* * * * * *",
            ["ReconcileSchedule"] = "*/5 * * * * *",
        };
        if (key is not null) WriteKey(key);
        _hasKeys = key is not null;
        foreach (var (name, value) in alpaca?.Settings ?? []) _settings[name] = value;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_hostPort}/"), Timeout = TimeSpan.FromSeconds(10) };
    }

    public string Printed => _host?.Printed ?? "";

    /// <param name="key">The host asks for keys, and this is the one that opens every function; null for a host that asks for none.</param>
    public static async Task<RealHost> StartAsync(string deskFile, FakeAlpacaDesk? alpaca = null, string? key = null)
    {
        var host = new RealHost(deskFile, alpaca, key);
        host.StartRedis();
        host.StartHost();
        await host.UntilAsync("the desk is healthy", async () => (await host.GetAsync("api/health")).Status == HttpStatusCode.OK, TimeSpan.FromMinutes(3));
        return host;
    }

    public void StartRedis() => _redis = new Child(
        Tools.Redis!, ["--bind", "127.0.0.1", "--port", $"{_redisPort}", "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", _folder], _folder);

    public void KillRedis() => _redis!.Kill();

    public void StartHost()
    {
        // A copy: the host notices when a build changes the folder it runs from.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var app = Path.Combine(_folder, "app");
        if (!Directory.Exists(app)) Copy(Path.Combine(Tools.Root, "artifacts", "bin", "TradingFunctions", configuration), app);
        _host = (_hasKeys ? Tools.KeyedHostCommand : Tools.HostCommand) is { } command
            ? new Child(command, [app, $"{_hostPort}"], app, _settings)
            : new Child(Tools.CoreTools!, ["start", "--no-build", "--port", $"{_hostPort}"], app, _settings);
    }

    public void KillHost() => _host!.Kill();

    /// <summary>Ends the worker at once and leaves the host, which is to start another. Skips the test where one cannot see whose process is whose.</summary>
    public void KillWorker()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("NOT RUN: the worker of a host is found by /proc, which this system lacks.");
        var assembly = Path.Combine(_folder, "app", "TradingFunctions.dll");
        var workers = Process.GetProcessesByName("dotnet").Where(process => CommandOf(process.Id).Contains(assembly, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(workers);
        foreach (var worker in workers)
        {
            worker.Kill();
            worker.Dispose();
        }
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonElement.Parse(text) : default);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return (HttpStatusCode.ServiceUnavailable, default);
        }
    }

    public async Task<HttpStatusCode> PostAsync(string path)
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Calls with a key, or with none.</summary>
    public async Task<(HttpStatusCode Status, string? Type, string Body)> CallAsync(HttpMethod method, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Add("x-functions-key", key);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The stages of all trades.</summary>
    public async Task<string[]> StagesAsync()
    {
        var (_, trades) = await GetAsync("api/trades");
        return trades.ValueKind != JsonValueKind.Array
            ? []
            : [.. trades.EnumerateArray().Select(trade => trade.GetProperty("status")).Where(status => status.ValueKind == JsonValueKind.Object).Select(status => status.GetProperty("stage").GetString()!)];
    }

    /// <summary>Of each inbox, whether a canary in it was seen by its trigger.</summary>
    public async Task<bool[]> CanariesAsync()
    {
        var (_, status) = await GetAsync("api/status");
        return status.ValueKind != JsonValueKind.Object ? [false] : [.. status.GetProperty("inboxes").EnumerateArray().Select(inbox => inbox.GetProperty("canarySeen").ValueKind == JsonValueKind.String)];
    }

    /// <summary>Puts a bar that lasted a second and ends now where the feed keeps them.</summary>
    public async Task FeedAsync(decimal price, DateTimeOffset end)
    {
        _connection ??= await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redisPort},abortConnect=false");
        var history = new RedisBarHistory(_connection, new RedisKeys("paper"), RedisBarHistory.UsualMost);
        var at = Price.FromDecimal(price);
        var cent = Price.Parse("0.05");
        var bar = new Bar(end.AddSeconds(-1), end, at, Price.FromUnits(at.Units + cent.Units), Price.FromUnits(at.Units - cent.Units), at, 1_000_000);
        await history.AddAsync(new Symbol("AAPL"), BarPeriod.Minute, [bar]);
    }

    /// <summary>Waits for something, feeding a bar of a price each second meanwhile.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo, TimeSpan within, decimal? price = null)
    {
        var deadline = TimeProvider.System.GetUtcNow() + within;
        while (!await isSo())
        {
            if (TimeProvider.System.GetUtcNow() > deadline) Assert.Fail($"Not within {within}: {what}. Stages: {string.Join(", ", await StagesAsync())}\n{string.Join('\n', Printed.Split('\n').TakeLast(60))}");
            if (price is { } shown && _alpaca is not null) _alpaca.Show(shown);
            else if (price is { } fed)
            {
                var now = TimeProvider.System.GetUtcNow();
                try
                {
                    await FeedAsync(fed, new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
                }
                catch (Exception away) when (away is RedisException or TimeoutException)
                {
                    // it is on its way up; the feed goes on with the next bar
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        }
    }

    public ImmutableArray<string> ErrorLines() =>
        [.. Printed.Split('\n').Where(line => line.StartsWith("fail:", StringComparison.Ordinal) && !line.Contains("Redis", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _http.Dispose();
        _host?.Dispose();
        _redis?.Dispose();
        _azurite.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // a program that was killed may hold a file for a moment; the folder is a temporary one
        }
    }

    /// <summary>Puts a key where a host with its keys in files finds it.</summary>
    private void WriteKey(string key)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "keys")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "host.json"),
            $$"""
            {
              "masterKey": { "name": "master", "value": "{{key}}-of-the-master", "encrypted": false },
              "functionKeys": [ { "name": "default", "value": "{{key}}", "encrypted": false } ],
              "systemKeys": []
            }
            """);
        _settings["AzureWebJobsSecretStorageType"] = "files";
        _settings["FUNCTIONS_SECRETS_PATH"] = folder;
    }

    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
