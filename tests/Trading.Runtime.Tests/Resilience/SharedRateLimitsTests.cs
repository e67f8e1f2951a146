using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Resilience;

public class SharedRateLimitsTests
{
    private static readonly RateLimit Limit = new(10, TimeSpan.FromMinutes(1));

    private readonly InMemoryStateStore _store = new();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_together_make_no_more_calls_than_the_limit_allows()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => Process().TryTakeAsync("paper/trading", Limit, Said.Noon, None).AsTask()));
        Assert.Equal(10, answers.Count(retryAt => retryAt is null));
        Assert.All(answers, retryAt => Assert.True(retryAt is null || retryAt > Said.Noon));
        Assert.Null(await Process().TryTakeAsync("paper/data", Limit, Said.Noon, None));
        Assert.Null(await Process().TryTakeAsync("paper/trading", Limit, Said.Noon.AddMinutes(2), None));
    }

    [Fact]
    public async Task What_one_process_was_told_to_wait_for_all_wait_for()
    {
        await Process().HoldAsync("paper/trading", Said.Noon.AddSeconds(30), None);
        Assert.Equal(Said.Noon.AddSeconds(30), await Process().TryTakeAsync("paper/trading", Limit, Said.Noon, None));
        Assert.Null(await Process().TryTakeAsync("paper/trading", Limit, Said.Noon.AddSeconds(30), None));
    }

    [Fact]
    public async Task A_store_out_of_reach_lets_calls_pass()
    {
        var limits = Process(new NoStore());
        Assert.Null(await limits.TryTakeAsync("paper/trading", Limit, Said.Noon, None));
        await limits.HoldAsync("paper/trading", Said.Noon, None);
    }

    private SharedRateLimits Process(IStateStore? store = null) => new(store ?? _store, NullLogger<SharedRateLimits>.Instance);

    private sealed class NoStore : IStateStore
    {
        public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
            where T : class => throw new TimeoutException("no store");

        public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
            where T : class => throw new TimeoutException("no store");
    }
}
