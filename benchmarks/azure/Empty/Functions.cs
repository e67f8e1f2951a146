using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Redis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace EmptyFunctions;

/// <summary>The hops of a trade on the desk, from bars to the order, with nothing decided at any of them.</summary>
/// <remarks>
/// A symbol that begins with F goes by the fewest hops that a review and an order leave: a Redis trigger starts the orchestration, its
/// activity asks for the review, a Redis trigger raises the event, an entity is called, and an activity sends the order.
/// </remarks>
public sealed class Functions(Hop hop)
{
    private const string Connection = "Redis";
    private const int PollMilliseconds = 50;
    private const int Batch = 32;

    [Function("MarketData")]
    public Task MarketDataAsync([RedisStreamTrigger(Connection, Hop.Prefix + "inbox:marketdata", PollMilliseconds, Batch)] string entry) =>
        hop.SayAsync("strategy", "bars", Hop.Read(entry).Symbol);

    [Function("Strategy")]
    public async Task StrategyAsync(
        [RedisStreamTrigger(Connection, Hop.Prefix + "inbox:strategy", PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client)
    {
        var symbol = Hop.Read(entry).Symbol;
        if (IsByFewHops(symbol)) await client.ScheduleNewOrchestrationInstanceAsync("Short", symbol, new StartOrchestrationOptions($"trade-{symbol}"));
        else await hop.SayAsync("lifecycles", "signaled", symbol);
    }

    [Function("RiskManagement")]
    public async Task RiskManagementAsync(
        [RedisStreamTrigger(Connection, Hop.Prefix + "inbox:risk", PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client)
    {
        var symbol = Hop.Read(entry).Symbol;
        if (IsByFewHops(symbol)) await client.RaiseEventAsync($"trade-{symbol}", "message", symbol);
        else await hop.SayAsync("lifecycles", "approved", symbol);
    }

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

    [Function("Short")]
    public static async Task ShortAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("Commit", new Said("risk", "review", context.GetInput<string>()!));
        await context.WaitForExternalEvent<string>("message");
        await context.Entities.CallEntityAsync<int>(new EntityInstanceId(nameof(Gate), "paper"), nameof(Gate.Get));
        await context.CallActivityAsync("Commit", new Said("nobody", "sent", context.GetInput<string>()!));
    }

    [Function("Commit")]
    public Task CommitAsync([ActivityTrigger] Said said) => hop.SayAsync(said.Inbox, said.Word, said.Symbol);

    [Function("Health")]
    public static IActionResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) => new OkObjectResult(new { Status = "healthy" });

    private static bool IsByFewHops(string symbol) => symbol.StartsWith('F');

    [Function(nameof(Gate))]
    public static Task GateAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Gate>();
}

public sealed record Said(string Inbox, string Word, string Symbol);

public sealed class Gate : TaskEntity<int>
{
    public void Set(int value) => State = value;

    public int Get() => State;
}
