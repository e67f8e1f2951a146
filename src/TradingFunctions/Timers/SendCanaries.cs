using Microsoft.Azure.Functions.Worker;
using Trading.Runtime.Redis;
using TradingFunctions.Delivery;
using TradingFunctions.Metrics;

namespace TradingFunctions.Timers;

/// <summary>Puts a canary into each inbox. One that stays shows a trigger that is dead.</summary>
public sealed class SendCanaries(RedisDesk redis, DeskMetrics metrics)
{
    [Function(nameof(SendCanaries))]
    public async Task RunAsync([TimerTrigger("*/10 * * * * *")] TimerInfo timer)
    {
        if (timer.IsPastDue) return;
        foreach (var inbox in InboxService.Inboxes) await redis.Canaries.SendAsync(inbox);
        metrics.Saw(await redis.Health.CheckAsync(InboxService.Inboxes, RedisHealthLimits.Default));
    }
}
