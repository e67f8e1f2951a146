using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Trading.Trades;

namespace TradingFunctions.Lifecycles;

/// <summary>The life of one trade. Its instance id is the trade's id.</summary>
public static class TradeOrchestration
{
    private static readonly LifecycleLoop<Trade> Loop = new(new TradeSteps());

    [Function(nameof(TradeOrchestration))]
    public static Task<JsonElement?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, LifecycleInput input) => Loop.RunAsync(context, input);
}
