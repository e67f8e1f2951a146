using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.FakeBrokers.Faults;

namespace Trading.FakeBrokers.Hosting;

/// <summary>A fake broker on a real socket of this machine.</summary>
/// <remarks>
/// <c>/_admin/faults</c> takes a script: GET tells the rules that are left, PUT sets them, POST adds to them, DELETE clears them.
/// <c>/_admin/calls</c> tells what was asked, in order.
/// </remarks>
public sealed class FakeBrokerServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];

    private FakeBrokerServer(IFakeBroker broker, FaultScript faults, int port)
    {
        Broker = broker;
        Faults = faults;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(faults);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        _app = builder.Build();
        _app.UseRouting();
        _app.UseWebSockets();
        var answers = new FaultyAnswers(broker, faults);
        _app.Use((context, next) => IsAdmin(context) ? next(context) : NoteAsync(context, () => answers.InvokeAsync(context, next)));
        broker.Map(_app);
        MapAdmin();
    }

    public IFakeBroker Broker { get; }

    public FaultScript Faults { get; }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>The requests so far: operation, method and path, in the order in which they came.</summary>
    public IReadOnlyList<string> Calls
    {
        get { lock (_lock) return [.. _calls]; }
    }

    /// <summary>Starts a fake.</summary>
    /// <param name="port">Zero for a free one.</param>
    public static async Task<FakeBrokerServer> StartAsync(IFakeBroker broker, FaultScript? faults = null, int port = 0)
    {
        var server = new FakeBrokerServer(broker, faults ?? new FaultScript(), port);
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Urls.First());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task NoteAsync(HttpContext context, Func<Task> next)
    {
        lock (_lock) _calls.Add($"{context.OperationOf()} {context.Request.Method} {context.Request.Path}");
        try
        {
            await next();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private void MapAdmin()
    {
        _app.MapGet("/_admin/faults", context => context.Response.WriteAsJsonAsync(Faults.Rules));
        _app.MapGet("/_admin/calls", context => context.Response.WriteAsJsonAsync(Calls));
        _app.MapMethods("/_admin/faults", ["PUT", "POST"], ChangeAsync);
        _app.MapDelete("/_admin/faults", context =>
        {
            Faults.Clear();
            return Task.CompletedTask;
        });
    }

    private async Task ChangeAsync(HttpContext context)
    {
        try
        {
            var rules = FaultScriptText.Parse(await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted));
            if (context.Request.Method == "PUT") Faults.Set(rules);
            else Faults.Add(rules);
        }
        catch (FormatException problem)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(problem.Message, context.RequestAborted);
        }
    }

    private static bool IsAdmin(HttpContext context) => context.Request.Path.StartsWithSegments("/_admin", StringComparison.Ordinal);
}
