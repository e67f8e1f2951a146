using System.Runtime.CompilerServices;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Strategies;
using Trading.Trades;

namespace TradingFunctions.Lifecycles;

/// <summary>Brings messages from the inbox of the lifecycles to their orchestrations, and begins those.</summary>
/// <remarks>
/// Doing it twice is harmless: the orchestration hears a message twice, and its lifecycle makes nothing of it. The record that a
/// message was handled is written by the orchestration, so that what is lost between here and there comes again.
/// </remarks>
public sealed class LifecycleForwarder(DurableTaskClient client, IStepStore store, TradeSettings trades, LifecycleForwarderOptions options, TimeProvider clock)
{
    private const int MostTries = 5;
    private const string TradePrefix = "trade-";

    private static readonly OrchestrationRuntimeStatus[] Live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private static readonly OrchestrationRuntimeStatus[] Any =
        [.. Live, OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <exception cref="LifecycleNotFoundException">Its lifecycle has not begun, or ended badly. The message is to come again.</exception>
    public async Task ForwardAsync(InboxEntry entry, CancellationToken cancellation)
    {
        var message = entry.Message;
        if (LifecycleRouting.TargetOf(message) is not { } target)
        {
            await RecordAsync(entry, cancellation);
        }
        else if (target.Trade is { } trade)
        {
            await DeliverAsync(nameof(TradeOrchestration), trade.Value, LifecycleEvent.Of(entry), message.Data is EntrySignaled, cancellation);
        }
        else if (target.Order is { } order)
        {
            await DeliverAsync(nameof(OrderOrchestration), order.Value, LifecycleEvent.Of(entry), message.Data is OrderPlaced, cancellation);
        }
        else
        {
            var arrived = LifecycleEvent.Of(message);
            await foreach (var id in LiveTradesAsync(target.TradesIn!, cancellation)) await TryRaiseAsync(id, arrived, cancellation);
            await RecordAsync(entry, cancellation);
        }
    }

    private async Task DeliverAsync(string orchestration, string id, LifecycleEvent arrived, bool begins, CancellationToken cancellation)
    {
        var input = new LifecycleInput { First = arrived, Settings = trades, Linger = options.Linger };
        if (begins && await TryStartAsync(orchestration, id, input, Any, cancellation)) return;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            switch (await TryRaiseAsync(id, arrived, cancellation))
            {
                case StatusCode.OK:
                    return;
                case StatusCode.NotFound:
                    throw new LifecycleNotFoundException($"{id} has not begun, so it cannot hear of {arrived.ToMessage().Name} yet.");
            }
            // It ended. From the state it ended with it goes on, so that a late fill is booked and a message told twice is known.
            var ended = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation);
            if (ended is { IsCompleted: false }) continue;
            if (ended is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed, SerializedOutput: { } output })
                throw new LifecycleNotFoundException($"{id} is {ended?.RuntimeStatus.ToString() ?? "gone"} and left no state to go on from. Look at its failure, then rewind it: {ended?.FailureDetails?.ErrorMessage}");
            if (await TryStartAsync(orchestration, id, input with { State = JsonElement.Parse(output) }, Live, cancellation)) return;
        }
        throw new LifecycleNotFoundException($"{id} ended and began again {MostTries} times while it was being told of {arrived.ToMessage().Name}.");
    }

    /// <summary>Starts an orchestration unless there is one of these states.</summary>
    private async Task<bool> TryStartAsync(
        string orchestration, string id, LifecycleInput input, OrchestrationRuntimeStatus[] unless, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                orchestration, input, new StartOrchestrationOptions(id).WithDedupeStatuses(unless), cancellation);
            return true;
        }
        catch (Exception exists) when (exists is OrchestrationAlreadyExistsException or RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            return false;
        }
    }

    private async Task<StatusCode> TryRaiseAsync(string id, LifecycleEvent arrived, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(id, LifecycleEvent.Name, arrived, cancellation);
            return StatusCode.OK;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return refused.StatusCode;
        }
    }

    private async IAsyncEnumerable<string> LiveTradesAsync(Scope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new OrchestrationQuery { InstanceIdPrefix = TradePrefix, Statuses = Live, FetchInputsAndOutputs = false };
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancellation))
            if (TradeId.TryParse(instance.InstanceId, out var id) && scope.Holds(id.ScopeIn(scope.Account))) yield return instance.InstanceId;
    }

    private async Task RecordAsync(InboxEntry entry, CancellationToken cancellation) =>
        await store.CommitAsync(new Step { Agent = LifecycleRouting.Name, Handled = entry, Time = clock.GetUtcNow() }, cancellation);
}
