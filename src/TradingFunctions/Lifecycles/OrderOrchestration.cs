using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Trading.Orders;

namespace TradingFunctions.Lifecycles;

/// <summary>The life of one order. Its instance id is the order's id.</summary>
public static class OrderOrchestration
{
    private static readonly LifecycleLoop<Order> Loop = new(new OrderSteps());

    [Function(nameof(OrderOrchestration))]
    public static Task<JsonElement?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, LifecycleInput input) => Loop.RunAsync(context, input);
}
