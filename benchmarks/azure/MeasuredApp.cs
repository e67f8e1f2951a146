using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Trading.Benchmarks.Azure;

/// <summary>An app in a functions host of its own, with Azurite and Redis beside it, and what was heard of each symbol and when.</summary>
internal abstract class MeasuredApp : IAsyncDisposable
{
    private const string StorageKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("trading-measured-").FullName;
    private readonly List<Process> _processes = [];
    private readonly ConcurrentQueue<string> _printed = [];
    private readonly ConcurrentDictionary<(string Symbol, int Hop), long> _heard = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _done = new();

    /// <summary>The events of a trade in their order, the bars first and the order at the broker last.</summary>
    protected abstract IReadOnlyList<string> Events { get; }

    protected abstract string Project { get; }

    protected string Folder => _folder;

    protected ConnectionMultiplexer Redis { get; private set; } = null!;

    /// <param name="more">Settings of the host that differ from host.json, by their names as variables.</param>
    public async Task StartAsync(IReadOnlyDictionary<string, string>? more = null)
    {
        var ports = Enumerable.Range(0, 5).Select(_ => FreePort()).ToArray();
        Run(Machine.Azurite!, ["--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", _folder, "--blobPort", $"{ports[0]}", "--queuePort", $"{ports[1]}", "--tablePort", $"{ports[2]}"], []);
        Run(Machine.Redis!, ["--bind", "127.0.0.1", "--port", $"{ports[3]}", "--save", "", "--appendonly", "no", "--dir", _folder], []);
        string Endpoint(string name, int port) => $"{name}Endpoint=http://127.0.0.1:{port}/devstoreaccount1";
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={StorageKey};{Endpoint("Blob", ports[0])};{Endpoint("Queue", ports[1])};{Endpoint("Table", ports[2])}",
            ["Redis"] = $"127.0.0.1:{ports[3]}",
        };
        Add(settings);
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) settings[name] = value;
        Redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{ports[3]},abortConnect=false");
        await PrepareAsync();
        var app = Machine.AppOf(Project);
        if (Machine.HostCommand is { } command) Run(command, [app, $"{ports[4]}"], settings, app);
        else Run(Machine.CoreTools!, ["start", "--no-build", "--port", $"{ports[4]}"], settings, app);
        await UntilHealthyAsync(new Uri($"http://127.0.0.1:{ports[4]}/api/health"));
        for (var hop = 0; hop < Events.Count; hop++)
        {
            var at = hop;
            await Redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(ChannelOf(Events[hop])), (_, said) => Hear(SymbolOf(said!), at));
        }
    }

    /// <summary>Has a symbol's bars arrive, and waits for its order.</summary>
    /// <returns>Milliseconds from the bars to each event, the last is the order's; null when the order did not come in time.</returns>
    public async Task<double[]?> TradeAsync(string symbol, TimeSpan within)
    {
        var done = _done.GetOrAdd(symbol, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await BringBarsAsync(symbol);
        try
        {
            await done.Task.WaitAsync(within);
        }
        catch (TimeoutException)
        {
            return null;
        }
        var began = _heard[(symbol, 0)];
        return [.. Enumerable.Range(1, Events.Count - 1).Select(hop => Stopwatch.GetElapsedTime(began, _heard.GetValueOrDefault((symbol, hop), began)).TotalMilliseconds)];
    }

    /// <summary>What storage, Redis, and the host with its worker have taken so far.</summary>
    public Cores Taken() => new(Cores.SecondsOf(_processes[0]), Cores.SecondsOf(_processes[1]), Cores.SecondsOf(_processes[2]));

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        for (var i = _processes.Count - 1; i >= 0; i--)
        {
            if (!_processes[i].HasExited) _processes[i].Kill(entireProcessTree: true);
            await _processes[i].WaitForExitAsync();
            _processes[i].Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    protected abstract void Add(Dictionary<string, string> settings);

    /// <summary>What is done before the host starts.</summary>
    protected abstract Task PrepareAsync();

    protected abstract Task BringBarsAsync(string symbol);

    protected abstract string ChannelOf(string name);

    /// <summary>The symbol that something said is about.</summary>
    protected abstract string SymbolOf(string said);

    private void Hear(string symbol, int hop)
    {
        _heard.TryAdd((symbol, hop), Stopwatch.GetTimestamp());
        if (hop == Events.Count - 1) _done.GetOrAdd(symbol, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private async Task UntilHealthyAsync(Uri address)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if ((await http.GetAsync(address)).IsSuccessStatusCode) return;
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
            {
                // it is starting
            }
            if (Stopwatch.GetElapsedTime(began) > Deadline) throw new TimeoutException($"{Project} was not healthy within {Deadline}. It said:\n{string.Join('\n', _printed.TakeLast(40))}");
            await Task.Delay(250);
        }
    }

    private void Run(string program, IEnumerable<string> arguments, Dictionary<string, string> environment, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder ?? _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => _printed.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _printed.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
