using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TradingFunctions.Timers;

/// <summary>Forgets the histories of trades and orders that ended long ago.</summary>
/// <remarks>
/// Durable Functions finds histories by their creation, and a trade may last longer than its history is kept. What is forgotten
/// hears no late news any more, so each is forgotten by when it last changed.
/// </remarks>
public sealed class PurgeHistory(DeskSettings settings, TimeProvider clock)
{
    [Function(nameof(PurgeHistory))]
    public async Task RunAsync([TimerTrigger("0 30 5 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (timer.IsPastDue) return;
        var before = clock.GetUtcNow() - settings.KeepEnded;
        var ended = new OrchestrationQuery { CreatedTo = before, Statuses = [OrchestrationRuntimeStatus.Completed], FetchInputsAndOutputs = false };
        await foreach (var instance in client.GetAllInstancesAsync(ended).WithCancellation(cancellation))
            if (instance.LastUpdatedAt <= before) await client.PurgeInstanceAsync(instance.InstanceId, cancellation: cancellation);
    }
}
