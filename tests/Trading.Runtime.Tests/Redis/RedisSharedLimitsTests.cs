using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Breakers;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

/// <summary>Limits and breakers of processes that share nothing but a Redis server: each has a connection of its own.</summary>
[Collection<RedisCollection>]
public sealed class RedisSharedLimitsTests(SharedRedis redis) : IAsyncLifetime
{
    private const int Processes = 4;
    private const string Name = "alpaca-paper";

    private readonly RedisKeys _keys = new($"t{Guid.NewGuid():n}"[..32]);
    private readonly FakeTimeProvider _clock = new(Said.Noon);
    private RedisDesk[] _desks = [];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desks = await Task.WhenAll(Enumerable.Range(0, Processes).Select(async _ =>
        new RedisDesk(await redis.Server.ConnectAsync(), _keys, RedisDeliveryOptions.Default, _clock, NullLoggerFactory.Instance)));

    public async ValueTask DisposeAsync()
    {
        foreach (var desk in _desks) await desk.DisposeAsync();
    }

    [Fact]
    public async Task Processes_together_make_no_more_calls_than_the_limit_allows()
    {
        var limit = new RateLimit(20, TimeSpan.FromMinutes(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _desks[i % Processes].RateLimits.TryTakeAsync("paper/trading", limit, Said.Noon, None).AsTask()));
        Assert.Equal(20, answers.Count(retryAt => retryAt is null));
    }

    [Fact]
    public async Task Failures_of_all_processes_open_the_breaker_for_all_and_one_of_them_has_the_probe()
    {
        var breakers = _desks.Select(desk => desk.BreakersOf([new(Name, BreakerOptions.Default)])).ToArray();
        for (var i = 0; i < BreakerOptions.Default.FailureThreshold; i++)
        {
            var permit = await breakers[i % Processes].EnterAsync(Name, Said.Noon, None);
            await breakers[i % Processes].RecordAsync(Name, permit, new BreakerOutcome(BreakerEffect.Count, BrokerFailure.Ambiguous, "503"), Said.Noon, None);
        }
        foreach (var one in breakers) Assert.False((await one.EnterAsync(Name, Said.Noon.AddSeconds(1), None)).IsGranted);

        var later = Said.Noon + BreakerOptions.Default.OpenFor;
        var probes = await Task.WhenAll(breakers.Select(one => one.EnterAsync(Name, later, None).AsTask()));
        var probe = Assert.Single(probes, permit => permit.IsGranted);
        await breakers[^1].RecordAsync(Name, probe, BreakerOutcome.Success, later, None);
        foreach (var one in breakers) Assert.True((await one.EnterAsync(Name, later, None)).IsGranted);
    }
}
