using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Trades;
using TradingFunctions.Lifecycles;
using TradingFunctions.Metrics;

namespace TradingFunctions.Tests.Lifecycles;

/// <summary>The orchestrations of trades and orders in the in-process host, with the activity that stores their steps.</summary>
internal sealed class DurableDesk : IAsyncDisposable, IAccountBreakers
{
    private readonly DurableTaskTestHost _host;

    private DurableDesk(DurableTaskTestHost host, StepsInMemory store, Seen<Trade> trades, Seen<Order> orders, TimeSpan linger)
    {
        (_host, Store, Trades, Orders) = (host, store, trades, orders);
        Forwarder = new LifecycleForwarder(host.Client, store, TradeSettings.Default, new LifecycleForwarderOptions { Linger = linger }, TimeProvider.System);
    }

    public StepsInMemory Store { get; }

    public Seen<Trade> Trades { get; }

    public Seen<Order> Orders { get; }

    public LifecycleForwarder Forwarder { get; }

    public DurableTaskClient Client => _host.Client;

    /// <param name="timeOf">When a message is handled; the orchestration's own time when null.</param>
    /// <param name="times">How often each activity is run.</param>
    /// <param name="linger">How long what has ended stays; a day when null.</param>
    public static async Task<DurableDesk> StartAsync(Func<Message?, DateTimeOffset>? timeOf = null, int times = 1, TimeSpan? linger = null)
    {
        var store = new StepsInMemory();
        var trades = new Seen<Trade>(new TradeSteps(), trade => trade.Id.Value);
        var orders = new Seen<Order>(new OrderSteps(), order => order.Id.Value);
        Func<TaskOrchestrationContext, Message?, DateTimeOffset>? clock = timeOf is null ? null : (_, message) => timeOf(message);
        var tradeLoop = new LifecycleLoop<Trade>(trades, clock);
        var orderLoop = new LifecycleLoop<Order>(orders, clock);
        DurableDesk? desk = null;
        var host = await Task.Run(() => DurableTaskTestHost.StartAsync(
            registry =>
            {
                registry.AddOrchestratorFunc<LifecycleInput, JsonElement?>(nameof(TradeOrchestration), (context, input) => tradeLoop.RunAsync(context, input));
                registry.AddOrchestratorFunc<LifecycleInput, JsonElement?>(nameof(OrderOrchestration), (context, input) => orderLoop.RunAsync(context, input));
                registry.AddActivityFunc<LifecycleSteps, LifecycleCommit>(nameof(CommitLifecycleSteps), async (_, steps) =>
                {
                    var activity = new CommitLifecycleSteps(store, store, new RedeliveryPolicy(), desk!, store, new DeskClient(), new DeskMetrics(), NullLogger<CommitLifecycleSteps>.Instance);
                    for (var i = 1; i < times; i++) await activity.RunAsync(steps, desk!.Client, CancellationToken.None);
                    return await activity.RunAsync(steps, desk!.Client, CancellationToken.None);
                });
            },
            new DurableTaskTestHostOptions { Port = FreePort() }));
        return desk = new DurableDesk(host, store, trades, orders, linger ?? TimeSpan.FromDays(1));
    }

    public ValueTask<string> StateOfAsync(string account, CancellationToken cancellation) => new("Closed");

    public async Task ForwardAsync(Message message, int deliveries = 1) =>
        await Forwarder.ForwardAsync(new InboxEntry("lifecycles", $"{message.Id}", message, deliveries), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
