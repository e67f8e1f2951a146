using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TradingFunctions.Timers;

/// <summary>Forgets the histories of trades and orders that ended long ago.</summary>
public sealed class PurgeHistory(DeskSettings settings, TimeProvider clock)
{
    [Function(nameof(PurgeHistory))]
    public async Task RunAsync([TimerTrigger("0 30 5 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (timer.IsPastDue) return;
        var old = new PurgeInstancesFilter(null, clock.GetUtcNow() - settings.KeepEnded, [OrchestrationRuntimeStatus.Completed]);
        await client.PurgeAllInstancesAsync(old, cancellation);
    }
}
