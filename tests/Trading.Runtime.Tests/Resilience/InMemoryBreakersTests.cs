using Microsoft.Extensions.Time.Testing;
using Trading.Breakers;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

public class InMemoryBreakersTests
{
    private static readonly DateTimeOffset Nine = new(2026, 8, 21, 13, 0, 0, TimeSpan.Zero);
    private static readonly BreakerOutcome NoAnswer = new(BreakerEffect.Count, BrokerFailure.Ambiguous, "503");
    private static readonly BreakerOutcome LoggedOut = new(BreakerEffect.OpenUntilReset, BrokerFailure.TokenExpired, "invalid_client");

    private readonly FakeTimeProvider _clock = new(Nine);
    private readonly InMemoryBreakers _breakers = new(BreakerOptions.Default, Nine);

    [Fact]
    public async Task The_desk_has_a_breaker_for_each_broker_and_kind_of_account()
    {
        foreach (var name in new[] { "alpaca-paper", "alpaca-live", "schwab" })
            Assert.Equal(BreakerState.Closed, (await StatusAsync(name)).State);
    }

    [Fact]
    public async Task A_name_that_is_not_configured_is_told_with_those_that_are()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await StatusAsync("alpaca"));
        Assert.Contains("alpaca-live, alpaca-paper, schwab", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new InMemoryBreakers(new BreakerOptions { FailureThreshold = 0 }, Nine));
    }

    [Fact]
    public async Task It_opens_probes_and_closes_as_time_goes_by()
    {
        for (var i = 0; i < 3; i++) await CallAsync(NoAnswer);
        Assert.Equal(Nine.AddSeconds(60), (await EnterAsync()).RetryAt);
        _clock.Advance(TimeSpan.FromSeconds(60));
        var probe = await EnterAsync();
        Assert.True(probe is { IsGranted: true, IsProbe: true });
        Assert.False((await EnterAsync()).IsGranted);
        await RecordAsync(probe, BreakerOutcome.Success);
        Assert.True(await EnterAsync() is { IsGranted: true, IsProbe: false });
        var status = await StatusAsync();
        Assert.Equal((5, 2, 1, 1), (status.Statistics.Calls, status.Statistics.Denials, status.Statistics.Successes, status.Statistics.Trips));
        Assert.Equal(TimeSpan.FromSeconds(60), status.TimeIn(BreakerState.Open, _clock.GetUtcNow()));
    }

    [Fact]
    public async Task One_broker_does_not_open_another()
    {
        await CallAsync(LoggedOut);
        Assert.False((await EnterAsync()).IsGranted);
        Assert.True((await _breakers.EnterAsync(BreakerNames.Schwab, Nine, TestContext.Current.CancellationToken)).IsGranted);
    }

    [Fact]
    public async Task Only_a_reset_closes_what_is_open_until_reset()
    {
        await _breakers.LatchAsync(BreakerNames.AlpacaPaper, BrokerFailure.TokenExpired, "refused", Nine, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal((false, null, "refused"), await EnterAsync() is var denied ? (denied.IsGranted, denied.RetryAt, denied.Reason) : default);
        await _breakers.ResetAsync(BreakerNames.AlpacaPaper, _clock.GetUtcNow(), TestContext.Current.CancellationToken);
        Assert.True((await EnterAsync()).IsGranted);
    }

    [Fact]
    public void It_decides_and_counts_as_the_machine_does() =>
        Gen.Select(Gen.Int[0, 10], Gen.Int[0, 40], Gen.Int[0, 6]).Array[1, 150].Sample(steps =>
        {
            var breakers = new InMemoryBreakers(BreakerOptions.Default, Nine);
            var (machine, now) = (Breaker.StartingAt(Nine), Nine);
            var permits = new List<BreakerPermit>();
            foreach (var (step, seconds, which) in steps)
            {
                now = now.AddSeconds(seconds);
                if (step < 5)
                {
                    (machine, var expected) = BreakerMachine.TryEnter(machine, BreakerOptions.Default, now);
                    var permit = Now(breakers.EnterAsync(BreakerNames.Schwab, now, CancellationToken.None));
                    if (permit != expected) return false;
                    if (permit.IsGranted) permits.Add(permit);
                }
                else if (step < 10 && permits.Count > 0)
                {
                    var permit = permits[which % permits.Count];
                    permits.Remove(permit);
                    BreakerOutcome[] outcomes = [BreakerOutcome.Success, BreakerOutcome.Success, NoAnswer, NoAnswer, LoggedOut, BreakerOutcome.Abandoned];
                    var outcome = outcomes[(step + which) % outcomes.Length];
                    machine = BreakerMachine.Record(machine, BreakerOptions.Default, permit, outcome, now);
                    breakers.RecordAsync(BreakerNames.Schwab, permit, outcome, now, CancellationToken.None).AsTask().Wait();
                }
                else if (step == 10)
                {
                    machine = BreakerMachine.Reset(machine, now);
                    breakers.ResetAsync(BreakerNames.Schwab, now, CancellationToken.None).AsTask().Wait();
                }
                var status = Now(breakers.StatusAsync(BreakerNames.Schwab, CancellationToken.None));
                if (status with { Statistics = machine.Statistics } != machine) return false;
                if (status.Statistics with { Failures = machine.Statistics.Failures } != machine.Statistics) return false;
                if (!status.Statistics.Failures.SequenceEqual(machine.Statistics.Failures)) return false;
            }
            return true;
        });

    [Fact]
    public async Task Of_many_callers_at_once_one_is_the_probe()
    {
        for (var i = 0; i < 3; i++) await CallAsync(NoAnswer);
        _clock.Advance(TimeSpan.FromSeconds(60));
        var now = _clock.GetUtcNow();
        var permits = new BreakerPermit[200];
        Parallel.For(0, permits.Length, i => permits[i] = Now(_breakers.EnterAsync(BreakerNames.AlpacaPaper, now, CancellationToken.None)));
        Assert.Single(permits, permit => permit.IsGranted);
    }

    [Fact]
    public async Task No_call_of_many_threads_goes_uncounted()
    {
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var permit = Now(_breakers.EnterAsync(BreakerNames.AlpacaPaper, Nine, CancellationToken.None));
                _breakers.RecordAsync(BreakerNames.AlpacaPaper, permit, i % 50 == 0 ? NoAnswer : BreakerOutcome.Success, Nine, CancellationToken.None).AsTask().Wait();
            }
        });
        var status = await StatusAsync();
        var counted = status.Statistics.Successes + status.Statistics.Failures.Values.Sum();
        Assert.Equal(8 * 2000, status.Statistics.Calls + status.Statistics.Denials);
        Assert.Equal(status.Statistics.Calls, counted);
    }

    [Fact]
    public void A_healthy_call_makes_no_garbage()
    {
        for (var i = 0; i < 1000; i++) Healthy();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Healthy();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Healthy()
        {
            var permit = _breakers.EnterAsync(BreakerNames.AlpacaPaper, Nine, CancellationToken.None);
            var recorded = _breakers.RecordAsync(BreakerNames.AlpacaPaper, permit.IsCompleted ? permit.Result : default, BreakerOutcome.Success, Nine, CancellationToken.None);
            if (!recorded.IsCompletedSuccessfully) throw new InvalidOperationException("The outcome was not recorded.");
        }
    }

    private static T Now<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private async Task CallAsync(BreakerOutcome outcome) => await RecordAsync(await EnterAsync(), outcome);

    private ValueTask<BreakerPermit> EnterAsync() => _breakers.EnterAsync(BreakerNames.AlpacaPaper, _clock.GetUtcNow(), TestContext.Current.CancellationToken);

    private ValueTask RecordAsync(BreakerPermit permit, BreakerOutcome outcome) =>
        _breakers.RecordAsync(BreakerNames.AlpacaPaper, permit, outcome, _clock.GetUtcNow(), TestContext.Current.CancellationToken);

    private ValueTask<Breaker> StatusAsync(string name = BreakerNames.AlpacaPaper) => _breakers.StatusAsync(name, TestContext.Current.CancellationToken);
}
