using Polly;
using Polly.CircuitBreaker;
using Trading.Breakers;
using Trading.Runtime.Resilience;

namespace Trading.Benchmarks;

/// <summary>A successful call through a closed breaker: ours, with its statistics, and Polly's.</summary>
internal static class BreakerBenchmark
{
    public static IEnumerable<Row> Run()
    {
        var now = new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero);
        var breakers = new InMemoryBreakers(new BreakerOptions(), now);
        var pipeline = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
        var (ours, polly) = Timing.OfPair(
            500_000, count =>
            {
#pragma warning disable CA2012 // breakers in memory answer at once
                for (var i = 0; i < count; i++)
                {
                    var permit = breakers.EnterAsync(BreakerNames.AlpacaPaper, now, CancellationToken.None).Result;
                    breakers.RecordAsync(BreakerNames.AlpacaPaper, permit, BreakerOutcome.Success, now, CancellationToken.None).GetAwaiter().GetResult();
                }
#pragma warning restore CA2012
            },
            500_000, count =>
            {
                for (var i = 0; i < count; i++) pipeline.Execute(static () => { });
            });
        yield return Row.Against("breaker gate, closed", ours.Nanoseconds, "ns", "Polly.Core 8.9.1", polly.Nanoseconds).RatioAtMost(1);
    }
}
