using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Trading.Runtime.Redis;
using TradingFunctions.Delivery;

namespace TradingFunctions.Timers;

/// <summary>Finds what was handed out and not handled, and serves every inbox itself while a trigger is dead.</summary>
public sealed class RedeliverMessages(InboxService inboxes, RedisDesk redis, DeskSettings settings, TimeProvider clock)
{
    private const int EverySeconds = 5;
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(800);

    [Function(nameof(RedeliverMessages))]
    public async Task RunAsync([TimerTrigger("* * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var isTurn = clock.GetUtcNow().Second % EverySeconds == 0;
        if (!isTurn && !settings.DrainsByTimer && !await IsATriggerDeadAsync()) return;
        await Task.WhenAll(InboxService.Inboxes.Select(inbox => inboxes.SweepAsync(inbox, Within, client, cancellation)));
    }

    private async Task<bool> IsATriggerDeadAsync() =>
        (await redis.Health.CheckAsync(InboxService.Inboxes, RedisHealthLimits.Default)).AsksForRestart;
}
