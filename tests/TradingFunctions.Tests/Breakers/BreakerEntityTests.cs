using Microsoft.Extensions.Time.Testing;
using Trading.Breakers;
using TradingFunctions.Breakers;

namespace TradingFunctions.Tests.Breakers;

public sealed class BreakerEntityTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);
    private static readonly BreakerOutcome Failed = new(BreakerEffect.Count, BrokerFailure.Ambiguous, "503");

    private readonly Operated<BreakerEntity> _entity = new(() => new BreakerEntity(BreakerOptions.Default, new FakeTimeProvider(Now)));

    [Fact]
    public async Task A_breaker_begins_closed_at_the_time_it_is_first_asked() =>
        Assert.Equal(new BreakerRecord(Breaker.StartingAt(Now)), await GetAsync());

    [Fact]
    public async Task Three_failures_in_a_row_open_it_and_a_denial_is_an_answer()
    {
        await FailAsync(3);

        var permit = await _entity.RunAsync<BreakerPermit>("Enter", Now);

        Assert.False(permit.IsGranted);
        Assert.Equal((Now + BreakerOptions.Default.OpenFor, "503"), (permit.RetryAt, permit.Reason));
        var record = await GetAsync();
        Assert.Equal((BreakerState.Open, 3, 3L), (record.Breaker.State, record.Breaker.LastTrip!.FailuresInARow, record.Breaker.Statistics.Failures[BrokerFailure.Ambiguous]));
    }

    [Fact]
    public async Task The_probe_of_a_rested_breaker_is_leased_to_one_claim_and_its_answer_closes_the_breaker()
    {
        await FailAsync(3);
        var rested = Now + BreakerOptions.Default.OpenFor;
        await _entity.RunAsync("ClaimProbe", new ProbeClaim("first", rested));
        await _entity.RunAsync("ClaimProbe", new ProbeClaim("second", rested));

        var claimed = await GetAsync();
        Assert.Equal((BreakerState.HalfOpen, "first"), (claimed.Breaker.State, claimed.ProbeHolder));

        var permit = new BreakerPermit(true, claimed.Breaker.Generation, true, null, "");
        await _entity.RunAsync("Record", new BreakerReport(permit, BreakerOutcome.Success, rested, WasCounted: true));
        Assert.Equal(BreakerState.Closed, (await GetAsync()).Breaker.State);
    }

    [Fact]
    public async Task A_claim_whose_lease_ran_out_goes_to_the_next()
    {
        await FailAsync(3);
        var rested = Now + BreakerOptions.Default.OpenFor;
        await _entity.RunAsync("ClaimProbe", new ProbeClaim("first", rested));
        await _entity.RunAsync("ClaimProbe", new ProbeClaim("second", rested + BreakerOptions.Default.ProbeLease));

        Assert.Equal("second", (await GetAsync()).ProbeHolder);
    }

    [Fact]
    public async Task A_claim_on_a_closed_breaker_changes_nothing()
    {
        await _entity.RunAsync("ClaimProbe", new ProbeClaim("first", Now));

        Assert.Equal((BreakerState.Closed, ""), ((await GetAsync()).Breaker.State, (await GetAsync()).ProbeHolder));
    }

    [Fact]
    public async Task One_that_was_latched_stays_open_until_it_is_reset()
    {
        await _entity.RunAsync("Latch", new BreakerLatch(BrokerFailure.TokenExpired, "refresh token refused", Now));
        Assert.False((await _entity.RunAsync<BreakerPermit>("Enter", Now.AddDays(1))).IsGranted);

        await _entity.RunAsync("Reset", Now.AddDays(1));
        Assert.True((await _entity.RunAsync<BreakerPermit>("Enter", Now.AddDays(1))).IsGranted);
    }

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var permit = new BreakerPermit(true, (await GetAsync()).Breaker.Generation, false, null, "");
            await _entity.RunAsync("Record", new BreakerReport(permit, Failed, Now, WasCounted: false));
        }
    }

    private async Task<BreakerRecord> GetAsync() => (await _entity.RunAsync<BreakerRecord>("Get"))!;
}
