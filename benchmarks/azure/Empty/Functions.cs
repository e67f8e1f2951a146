using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Redis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace EmptyFunctions;

/// <summary>The hops of a trade on the desk, from bars to the order, with nothing decided at any of them.</summary>
public sealed class Functions(Hop hop)
{
    private const string Connection = "Redis";
    private const int PollMilliseconds = 50;
    private const int Batch = 32;

    [Function("MarketData")]
    public Task MarketDataAsync([RedisStreamTrigger(Connection, Hop.Prefix + "inbox:marketdata", PollMilliseconds, Batch)] string entry) =>
        hop.SayAsync("strategy", "bars", Hop.Read(entry).Symbol);

    [Function("Strategy")]
    public Task StrategyAsync([RedisStreamTrigger(Connection, Hop.Prefix + "inbox:strategy", PollMilliseconds, Batch)] string entry) =>
        hop.SayAsync("lifecycles", "signaled", Hop.Read(entry).Symbol);

    [Function("RiskManagement")]
    public Task RiskManagementAsync([RedisStreamTrigger(Connection, Hop.Prefix + "inbox:risk", PollMilliseconds, Batch)] string entry) =>
        hop.SayAsync("lifecycles", "approved", Hop.Read(entry).Symbol);

    [Function("OrderExecution")]
    public async Task OrderExecutionAsync(
        [RedisStreamTrigger(Connection, Hop.Prefix + "inbox:orders", PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client)
    {
        await client.Entities.GetEntityAsync<int>(new EntityInstanceId(nameof(Gate), "paper"));
        await hop.SayAsync("nobody", "sent", Hop.Read(entry).Symbol);
    }

    [Function("ForwardToLifecycles")]
    public static async Task ForwardAsync(
        [RedisStreamTrigger(Connection, Hop.Prefix + "inbox:lifecycles", PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client)
    {
        var (word, symbol) = Hop.Read(entry);
        if (word == "signaled") await client.ScheduleNewOrchestrationInstanceAsync("Trade", symbol, new StartOrchestrationOptions($"trade-{symbol}"));
        else if (word == "approved") await client.RaiseEventAsync($"trade-{symbol}", "message", symbol);
        else await client.ScheduleNewOrchestrationInstanceAsync("Order", symbol, new StartOrchestrationOptions($"order-{symbol}"));
    }

    [Function("Trade")]
    public static async Task TradeAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("Commit", new Said("risk", "review", context.GetInput<string>()!));
        await context.WaitForExternalEvent<string>("message");
        await context.CallActivityAsync("Commit", new Said("lifecycles", "placed", context.GetInput<string>()!));
    }

    [Function("Order")]
    public static async Task OrderAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync("Commit", new Said("orders", "submit", context.GetInput<string>()!));

    [Function("Commit")]
    public Task CommitAsync([ActivityTrigger] Said said) => hop.SayAsync(said.Inbox, said.Word, said.Symbol);

    [Function("Health")]
    public static IActionResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) => new OkObjectResult(new { Status = "healthy" });

    [Function(nameof(Gate))]
    public static Task GateAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Gate>();
}

public sealed record Said(string Inbox, string Word, string Symbol);

public sealed class Gate : TaskEntity<int>
{
    public void Set(int value) => State = value;
}
