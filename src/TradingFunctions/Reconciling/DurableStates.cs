using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Reconciliation;
using Trading.Trades;
using TradingFunctions.Lifecycles;
using TradingFunctions.Metrics;

namespace TradingFunctions.Reconciling;

/// <summary>Which lifecycles are alive is asked of Durable Functions; their states are read where each step of them leaves one.</summary>
/// <remarks>One whose state is not there, as after Redis lost its data, is woken: it changes nothing and leaves its state again.</remarks>
public sealed class DurableStates(DeskClient clients, ILifecycleSnapshots snapshots, DeskSettings settings, DeskMetrics metrics, TimeProvider clock) : ILifecycleStates
{
    private static readonly OrchestrationRuntimeStatus[] Live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    public async ValueTask<LifecyclesSeen> LiveAsync(CancellationToken cancellation)
    {
        var ids = new List<string>();
        var query = new OrchestrationQuery { InstanceIdPrefix = "trade-", Statuses = Live, FetchInputsAndOutputs = false };
        await foreach (var instance in clients.Current.GetAllInstancesAsync(query).WithCancellation(cancellation)) ids.Add(instance.InstanceId);
        var states = await snapshots.LoadAsync(ids, cancellation);
        var trades = ImmutableArray.CreateBuilder<Trade>();
        var orders = ImmutableArray.CreateBuilder<Order>();
        var unseen = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            if (states[i] is not { } state)
            {
                unseen++;
                await WakeAsync(ids[i], cancellation);
            }
            else if (OrderId.TryParse(ids[i], out _, out _, out _)) orders.Add(state.Deserialize(TradingJson.Of<Order>())!);
            else trades.Add(state.Deserialize(TradingJson.Of<Trade>())!);
        }
        var seen = new LifecyclesSeen(trades.DrainToImmutable(), orders.DrainToImmutable(), unseen);
        metrics.Saw(seen);
        return seen;
    }

    public async ValueTask<Order?> FindEndedAsync(OrderId id, CancellationToken cancellation)
    {
        var instance = await clients.Current.GetInstanceAsync(id.Value, getInputsAndOutputs: true, cancellation);
        return instance?.SerializedOutput is { } output ? JsonSerializer.Deserialize(output, TradingJson.Of<Order>()) : null;
    }

    private async Task WakeAsync(string id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        Message? wake = OrderId.TryParse(id, out var order, out var owner, out _)
                ? Message.First(MessageId.From(id, now.UtcTicks), EventNames.OrderWoken, AgentNames.Reconciliation, now, id, owner.ScopeIn(settings.Desk.Account), new OrderWoken(order))
            : TradeId.TryParse(id, out var trade)
                ? Message.First(MessageId.From(id, now.UtcTicks), EventNames.TradeWoken, AgentNames.Reconciliation, now, id, trade.ScopeIn(settings.Desk.Account), new TradeWoken(trade))
            : null;
        if (wake is not null) await clients.Current.RaiseEventAsync(id, LifecycleEvent.Name, LifecycleEvent.Of(wake), cancellation);
    }
}
