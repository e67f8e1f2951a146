using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Trading.Orders;
using Trading.Trades;
using TradingFunctions.Lifecycles;

namespace TradingFunctions.Http;

/// <summary>Shows trades and orders. Every operation needs a function key.</summary>
public static class LifecycleApi
{
    private const int MostListed = 200;

    [Function("Trades")]
    public static Task<IActionResult> TradesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "trades/{id?}")] HttpRequest request, string? id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        LifecyclesAsync(client, id, text => TradeId.TryParse(text, out _), cancellation);

    [Function("Orders")]
    public static Task<IActionResult> OrdersAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{id?}")] HttpRequest request, string? id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        LifecyclesAsync(client, id, text => OrderId.TryParse(text, out _, out _, out _), cancellation);

    private static async Task<IActionResult> LifecyclesAsync(DurableTaskClient client, string? id, Func<string, bool> isOne, CancellationToken cancellation)
    {
        if (id is not null)
        {
            var one = isOne(id) ? await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation) : null;
            return one is null
                ? Problems.Of(StatusCodes.Status404NotFound, "LIFECYCLE_UNKNOWN", $"There is no '{id}'.")
                : new OkObjectResult(Shown(one, one.SerializedOutput is { } output ? JsonElement.Parse(output) : null));
        }
        var listed = new List<object>();
        await foreach (var instance in client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "trade-", FetchInputsAndOutputs = true }).WithCancellation(cancellation))
        {
            if (isOne(instance.InstanceId)) listed.Add(Shown(instance, null));
            if (listed.Count == MostListed) break;
        }
        return new OkObjectResult(listed);
    }

    private static object Shown(OrchestrationMetadata instance, JsonElement? ended) => new
    {
        Id = instance.InstanceId,
        Runtime = instance.RuntimeStatus.ToString(),
        Status = instance.SerializedCustomStatus is { } status ? JsonSerializer.Deserialize<LifecycleStatus>(status, JsonSerializerOptions.Web) : null,
        Ended = ended,
        Failure = instance.FailureDetails?.ErrorMessage,
    };
}
