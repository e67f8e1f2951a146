using System.Text.Json;
using Trading.Breakers;

namespace Trading.Tests.Breakers;

public class RateLimiterStateTests
{
    private static readonly DateTimeOffset Nine = new(2026, 8, 21, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_limits_are_those_the_brokers_name()
    {
        Assert.Equal([(200, 60.0), (200, 60.0), (120, 60.0)],
            new[] { RateLimit.AlpacaTrading, RateLimit.AlpacaData, RateLimit.Schwab }.Select(limit => (limit.Calls, limit.Per.TotalSeconds)));
        Assert.Null(RateLimit.Schwab.Problem());
        Assert.NotNull(new RateLimit(0, TimeSpan.FromMinutes(1)).Problem());
        Assert.NotNull(new RateLimit(1, TimeSpan.Zero).Problem());
    }

    [Fact]
    public void All_of_the_limit_may_go_out_at_once_and_one_more_a_minute_later()
    {
        var state = RateLimiterState.Empty;
        for (var i = 0; i < 120; i++) (state, _) = Take(state, RateLimit.Schwab, Nine, expected: true);
        (state, var retryAt) = Take(state, RateLimit.Schwab, Nine.AddSeconds(59.9), expected: false);
        Assert.InRange(retryAt!.Value, Nine.AddSeconds(60), Nine.AddSeconds(61));
        Take(state, RateLimit.Schwab, retryAt.Value, expected: true);
    }

    [Fact]
    public void In_no_stretch_of_the_window_do_more_calls_pass_than_are_allowed() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 90], Gen.Int[0, 20_000].Array[1, 120]).Sample((calls, seconds, waits) =>
        {
            var limit = new RateLimit(calls, TimeSpan.FromSeconds(seconds));
            var (state, now) = (RateLimiterState.Empty, Nine);
            var passed = new List<DateTimeOffset>();
            foreach (var wait in waits)
            {
                now = now.AddMilliseconds(wait);
                (state, var isTaken, var retryAt) = state.TryTake(limit, now);
                if (isTaken) passed.Add(now);
                else if (!(retryAt > now && retryAt <= now + limit.Per + (limit.Per / 30))) return false;
            }
            return passed.All(last => passed.Count(call => call > last - limit.Per && call <= last) <= calls);
        });

    [Fact]
    public void A_denied_call_passes_when_it_was_told_to_ask_again() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 9000].Array[20, 80]).Sample((calls, waits) =>
        {
            var limit = new RateLimit(calls, TimeSpan.FromMinutes(1));
            var (state, now) = (RateLimiterState.Empty, Nine);
            foreach (var wait in waits)
            {
                now = now.AddMilliseconds(wait);
                (state, var isTaken, var retryAt) = state.TryTake(limit, now);
                if (isTaken) continue;
                if (state.TryTake(limit, retryAt!.Value.AddTicks(-1)).IsTaken || !state.TryTake(limit, retryAt.Value).IsTaken) return false;
            }
            return true;
        });

    [Fact]
    public void A_clock_that_jumped_back_counts_the_calls_from_its_new_time()
    {
        var limit = new RateLimit(1, TimeSpan.FromMinutes(1));
        var (state, _) = Take(RateLimiterState.Empty, limit, Nine, expected: true);
        (state, var retryAt) = Take(state, limit, Nine.AddHours(-1), expected: false);
        Assert.InRange(retryAt!.Value, Nine.AddHours(-1), Nine.AddHours(-1).AddSeconds(61));
        Take(state, limit, Nine.AddHours(-1).AddSeconds(61), expected: true);
    }

    [Fact]
    public void What_the_broker_wants_waited_for_is_waited_for()
    {
        var state = RateLimiterState.Empty.Holding(Nine.AddSeconds(20)).Holding(Nine.AddSeconds(10));
        (state, var retryAt) = Take(state, RateLimit.AlpacaTrading, Nine, expected: false);
        Assert.Equal(Nine.AddSeconds(20), retryAt);
        Take(state, RateLimit.AlpacaTrading, Nine.AddSeconds(20), expected: true);
    }

    [Fact]
    public void A_limiter_survives_storage()
    {
        var (state, _) = Take(RateLimiterState.Empty.Holding(Nine), RateLimit.Schwab, Nine, expected: true);
        var json = JsonSerializer.Serialize(state);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<RateLimiterState>(json)));
    }

    private static (RateLimiterState State, DateTimeOffset? RetryAt) Take(RateLimiterState state, RateLimit limit, DateTimeOffset now, bool expected)
    {
        var (next, isTaken, retryAt) = state.TryTake(limit, now);
        Assert.Equal(expected, isTaken);
        return (next, retryAt);
    }
}
