using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Resilience;

public class SharedBreakersTests
{
    private static readonly BreakerOutcome NoAnswer = new(BreakerEffect.Count, BrokerFailure.Ambiguous, "503");

    private readonly InMemoryStateStore _store = new();
    private readonly FakeTimeProvider _clock = new(Said.Noon);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public async Task Failures_seen_by_several_processes_open_the_breaker_for_all()
    {
        for (var i = 0; i < 3; i++) await CallAsync(Process(), NoAnswer);
        Assert.False((await Process().EnterAsync(BreakerNames.Schwab, Now, None)).IsGranted);
        Assert.Equal(BreakerState.Open, (await Process().StatusAsync(BreakerNames.Schwab, None)).State);
        Assert.True((await Process().EnterAsync(BreakerNames.AlpacaPaper, Now, None)).IsGranted);
    }

    [Fact]
    public async Task One_process_alone_probes_a_rested_breaker_and_its_success_closes_it_for_all()
    {
        await Process().LatchAsync(BreakerNames.Schwab, null, "token", Now, None);
        Assert.False((await Process().EnterAsync(BreakerNames.Schwab, Now.AddDays(1), None)).IsGranted);
        await Process().ResetAsync(BreakerNames.Schwab, Now, None);
        for (var i = 0; i < 3; i++) await CallAsync(Process(), NoAnswer);
        _clock.Advance(TimeSpan.FromSeconds(60));
        var permits = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Process().EnterAsync(BreakerNames.Schwab, Now, None).AsTask()));
        var probe = Assert.Single(permits, permit => permit.IsGranted);
        await Process().RecordAsync(BreakerNames.Schwab, probe, BreakerOutcome.Success, Now, None);
        Assert.True((await Process().EnterAsync(BreakerNames.Schwab, Now, None)).IsGranted);
    }

    [Fact]
    public async Task A_store_out_of_reach_denies_and_what_cannot_be_recorded_is_dropped()
    {
        var breakers = Process(new NoStore());
        var permit = await breakers.EnterAsync(BreakerNames.Schwab, Now, None);
        Assert.Equal((false, Now + SharedBreakers.AskAgainAfter), (permit.IsGranted, permit.RetryAt));
        Assert.Contains("no store", permit.Reason, StringComparison.Ordinal);
        await breakers.RecordAsync(BreakerNames.Schwab, new BreakerPermit(true, 0, false, null, ""), NoAnswer, Now, None);
    }

    [Fact]
    public async Task A_breaker_that_is_not_configured_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Process().EnterAsync("ibkr", Now, None));

    private async Task CallAsync(SharedBreakers process, BreakerOutcome outcome) =>
        await process.RecordAsync(BreakerNames.Schwab, await process.EnterAsync(BreakerNames.Schwab, Now, None), outcome, Now, None);

    private SharedBreakers Process(IStateStore? store = null) => new(
        store ?? _store, [new(BreakerNames.Schwab, BreakerOptions.Default), new(BreakerNames.AlpacaPaper, BreakerOptions.Default)], _clock, NullLogger<SharedBreakers>.Instance);

    private sealed class NoStore : IStateStore
    {
        public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
            where T : class => throw new TimeoutException("no store");

        public ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
            where T : class => throw new TimeoutException("no store");
    }
}
