using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using TradingFunctions.Timers;

namespace TradingFunctions.Tests.Timers;

/// <summary>Histories are kept from their end on: a trade may have begun long before it ended.</summary>
public sealed class PurgeHistoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 5, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed, 90, 31, true)]
    [InlineData(OrchestrationRuntimeStatus.Completed, 90, 29, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, 90, 0, false)] // a trade of a quarter of a year that ended a moment ago
    [InlineData(OrchestrationRuntimeStatus.Completed, 1, 0, false)]
    [InlineData(OrchestrationRuntimeStatus.Running, 90, 31, false)] // one that holds shares and has nothing to do
    [InlineData(OrchestrationRuntimeStatus.Pending, 90, 31, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, 90, 31, false)]
    [InlineData(OrchestrationRuntimeStatus.Failed, 90, 31, false)] // for a person to look at
    public async Task What_ended_thirty_days_ago_is_forgotten_and_nothing_else(OrchestrationRuntimeStatus status, int createdDaysAgo, int changedDaysAgo, bool isForgotten)
    {
        var histories = new Histories(new OrchestrationMetadata("TradeOrchestration", "trade-1")
        {
            RuntimeStatus = status, CreatedAt = Now.AddDays(-createdDaysAgo), LastUpdatedAt = Now.AddDays(-changedDaysAgo),
        });

        await new PurgeHistory(Desks.Paper, new FakeTimeProvider(Now)).RunAsync(new TimerInfo(), histories, TestContext.Current.CancellationToken);

        Assert.Equal(isForgotten, histories.Kept.Count == 0);
    }

    /// <summary>The store as Durable Functions has it: it finds histories by their creation alone, and does not purge what runs.</summary>
    private sealed class Histories(params IEnumerable<OrchestrationMetadata> all) : NoDurableClient
    {
        public List<OrchestrationMetadata> Kept { get; } = [.. all];

        public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => Pageable.Create<OrchestrationMetadata>(
            (_, _, _) => Task.FromResult(new Page<OrchestrationMetadata>([.. Kept.Where(one => IsFound(one, filter?.CreatedTo, filter?.Statuses))])));

        public override Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
            Task.FromResult(new PurgeResult(Kept.RemoveAll(one => one.IsCompleted && IsFound(one, filter.CreatedTo, filter.Statuses))));

        public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
            Task.FromResult(new PurgeResult(Kept.RemoveAll(one => one.IsCompleted && one.InstanceId == instanceId)));

        private static bool IsFound(OrchestrationMetadata one, DateTimeOffset? createdTo, IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
            !(one.CreatedAt > createdTo) && statuses?.Contains(one.RuntimeStatus) != false;
    }
}
