using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;
using Trading.Runtime.Redis;
using TradingFunctions.Delivery;
using TradingFunctions.Halts;
using TradingFunctions.Lifecycles;

namespace TradingFunctions.Http;

/// <summary>What a person asks of the desk, and orders it to do. Every operation but the health check needs a function key; errors are problem details (RFC 9457).</summary>
public sealed class DeskApi(RedisDesk redis, IBreakers breakers, LifecycleHost host, DeskSettings settings, DeskClient clients, TimeProvider clock)
{
    private const string ElsewhereCode = "LIFECYCLES_ELSEWHERE";

    [Function("Status")]
    public async Task<IActionResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "status")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        var ordered = await client.Entities.GetEntityAsync<HaltRecord>(HaltId, cancellation);
        var health = await redis.Health.CheckAsync(InboxService.Inboxes, RedisHealthLimits.Default);
        var problems = health.Problems;
        if (health.RoundTrip is not null && await host.ProblemAsync() is { } elsewhere) problems = problems.Add(new RedisProblem(ElsewhereCode, AgentNames.Lifecycles, elsewhere));
        return new OkObjectResult(new { settings.Desk.Account, Ordered = ordered?.State, IsWell = problems.IsEmpty, Problems = problems, health.Inboxes });
    }

    [Function("ResetBreaker")]
    public async Task<IActionResult> ResetBreakerAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "breakers/{name}/reset")] HttpRequest request, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        try
        {
            await breakers.ResetAsync(name, clock.GetUtcNow(), cancellation);
            return new AcceptedResult();
        }
        catch (ArgumentException unknown)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "BREAKER_UNKNOWN", unknown.Message);
        }
    }

    [Function("Halt")]
    public Task<IActionResult> HaltAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "halt")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        OrderAsync(request, client, TradingState.Halted, reason => new HaltRequested(TradingState.Halted, Flatten: false, reason), cancellation);

    [Function("Flatten")]
    public Task<IActionResult> FlattenAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "flatten")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        OrderAsync(request, client, TradingState.Halted, reason => new HaltRequested(TradingState.Halted, Flatten: true, reason), cancellation);

    [Function("Resume")]
    public Task<IActionResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "resume")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        OrderAsync(request, client, TradingState.Active, reason => new ResumeRequested(reason), cancellation);

    /// <summary>For the platform: not well while a trigger is dead, so that the instance is started again.</summary>
    /// <remarks>The platform has no key, so this tells codes alone; <c>status</c> tells the rest.</remarks>
    [Function("Health")]
    public async Task<IActionResult> HealthAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request)
    {
        var health = await redis.Health.CheckAsync(InboxService.Inboxes, RedisHealthLimits.Default);
        return health.AsksForRestart || health.RoundTrip is null
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, health.Problems[0].Code, "The status of the desk says more.")
            : new OkObjectResult(new { Status = "healthy", Problems = health.Problems.Select(problem => problem.Code).Distinct() });
    }

    private EntityInstanceId HaltId => new(nameof(TradingStateEntity), settings.Desk.Account);

    private async Task<IActionResult> OrderAsync(
        HttpRequest request, DurableTaskClient client, TradingState state, Func<string, Payload> ask, CancellationToken cancellation)
    {
        clients.Use(client);
        if (request.Query["reason"].ToString() is not { Length: > 0 } reason)
            return Problems.Of(StatusCodes.Status400BadRequest, "REASON_MISSING", "Say why: add ?reason=... to the address.");
        var now = clock.GetUtcNow();
        // The entity first: it holds even where Redis does not answer.
        await client.Entities.SignalEntityAsync(HaltId, nameof(TradingStateEntity.Set), new HaltRecord(state, reason, now), cancellation: cancellation);
        var name = state == TradingState.Active ? EventNames.ResumeRequested : EventNames.HaltRequested;
        var account = settings.Desk.Account;
        try
        {
            await redis.Bus.PublishAsync(
                Message.First(MessageId.From($"{name}/{account}", now.UtcTicks), name, AgentNames.Watchers, now, account, Scope.OfAccount(account), ask(reason)), cancellation);
            return new AcceptedResult();
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "REDIS_AWAY",
                $"{state} holds for what would be opened. The agents and the open trades have not heard of it, as Redis does not answer: order it again.");
        }
    }
}
