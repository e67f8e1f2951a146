using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Telemetry;
using TradingFunctions.Metrics;

namespace TradingFunctions.Lifecycles;

/// <summary>Stores the steps of a lifecycle: the record that each message was handled, with what was said; and the state it has come to.</summary>
/// <remarks>At least once: a step that was stored before is known by its message, and what it said has the same ids.</remarks>
public sealed partial class CommitLifecycleSteps(
    IStepStore store, IInboxes inboxes, RedeliveryPolicy policy, IAccountBreakers breakers, ILifecycleSnapshots snapshots, DeskClient clients, DeskMetrics metrics,
    ILogger<CommitLifecycleSteps> log)
{
    [Function(nameof(CommitLifecycleSteps))]
    public async Task<LifecycleCommit> RunAsync([ActivityTrigger] LifecycleSteps input, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        foreach (var step in input.Steps) await CommitAsync(step, cancellation);
        // The lifecycle waits for both, and those who hear what it said for neither.
        var breaker = breakers.StateOfAsync(input.Account, cancellation);
        if (input.State is { } state) await snapshots.SaveAsync(input.Id, state, cancellation);
        return new LifecycleCommit(await breaker);
    }

    private async Task CommitAsync(LifecycleStep step, CancellationToken cancellation)
    {
        var message = step.Cause.ToMessage();
        var entry = step.Cause.EntryId is { } id ? new InboxEntry(LifecycleRouting.Name, id, message, step.Cause.Deliveries) : null;
        using var span = TradingTelemetry.StartHandling(LifecycleRouting.Name, message);
        if (step.Error is { } error)
        {
            await FailAsync(entry, message, error, cancellation);
            return;
        }
        if (entry is null && step.Said.IsEmpty) return;
        ImmutableArray<Message> told = [.. step.Said.Select(said => TradingTelemetry.Stamp(MessageJson.Read(JsonSerializer.SerializeToUtf8Bytes(said))))];
        var outcome = await store.CommitAsync(new Step { Agent = LifecycleRouting.Name, Handled = entry, Time = step.Time, Said = told }, cancellation);
        if (outcome == StepOutcome.Committed) metrics.Stored(message, told);
        if (outcome == StepOutcome.AlreadyHandled && entry is not null) await inboxes.DropAsync(entry, cancellation);
    }

    private async Task FailAsync(InboxEntry? entry, Message message, string error, CancellationToken cancellation)
    {
        LogFailed(message.Name, message.Subject, error);
        if (entry is not null && entry.Deliveries >= policy.MostDeliveries) await inboxes.BuryAsync(entry, error, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Event} for {Subject} changed nothing: {Error}")]
    private partial void LogFailed(EventName @event, string subject, string error);
}
