using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Redis;
using Microsoft.DurableTask.Client;
using Trading.Messages;

namespace TradingFunctions.Delivery;

/// <summary>The doorbells: one function for the inbox of each agent and of the lifecycles.</summary>
/// <remarks>
/// A trigger acknowledges whatever happens and may stop in silence, so nothing hangs on it: what it rings for is taken from the stream,
/// and what it does not ring for is found by <see cref="Timers.RedeliverMessages"/>.
/// </remarks>
public sealed class InboxTriggers(InboxService inboxes)
{
    private const string Connection = "Redis";
    private const int PollMilliseconds = 50;
    private const int Batch = 32;

    [Function("MarketData")]
    public Task MarketDataAsync(
        [RedisStreamTrigger(Connection, "%InboxPrefix%" + AgentNames.MarketData, PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        inboxes.RingAsync(AgentNames.MarketData, entry, client, cancellation);

    [Function("Strategy")]
    public Task StrategyAsync(
        [RedisStreamTrigger(Connection, "%InboxPrefix%" + AgentNames.Strategy, PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        inboxes.RingAsync(AgentNames.Strategy, entry, client, cancellation);

    [Function("RiskManagement")]
    public Task RiskManagementAsync(
        [RedisStreamTrigger(Connection, "%InboxPrefix%" + AgentNames.Risk, PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        inboxes.RingAsync(AgentNames.Risk, entry, client, cancellation);

    [Function("OrderExecution")]
    public Task OrderExecutionAsync(
        [RedisStreamTrigger(Connection, "%InboxPrefix%" + AgentNames.Orders, PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        inboxes.RingAsync(AgentNames.Orders, entry, client, cancellation);

    [Function("PositionManagement")]
    public Task PositionManagementAsync(
        [RedisStreamTrigger(Connection, "%InboxPrefix%" + AgentNames.Positions, PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        inboxes.RingAsync(AgentNames.Positions, entry, client, cancellation);

    [Function("ForwardToLifecycles")]
    public Task ForwardToLifecyclesAsync(
        [RedisStreamTrigger(Connection, "%InboxPrefix%" + AgentNames.Lifecycles, PollMilliseconds, Batch)] string entry, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        inboxes.RingAsync(AgentNames.Lifecycles, entry, client, cancellation);
}
