using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

public class BrokerPipelinesTests
{
    private static readonly CallPolicies Narrow = CallPolicies.Schwab.WithLimit("api", new RateLimit(6, TimeSpan.FromMinutes(1)));

    [Theory]
    [InlineData(CallClass.TradingRead)]
    [InlineData(CallClass.MarketData)]
    public async Task A_read_that_got_no_answer_is_made_again_later_and_later(CallClass calls)
    {
        var desk = new Calls().Answers(503, 0, 200);
        Assert.Equal(BrokerOutcome.Done, (await desk.MakeAsync(calls)).Answer.Outcome);
        Assert.Equal(3, desk.Made.Count);
        Assert.True(desk.Made[1] > desk.Made[0]);
        Assert.True(desk.Made[2] - desk.Made[0] < TimeSpan.FromSeconds(12));
    }

    [Theory]
    [InlineData(CallClass.OrderWrite)]
    [InlineData(CallClass.Token)]
    public async Task What_must_not_happen_twice_is_made_once(CallClass calls)
    {
        var desk = new Calls().Answers(503, 200);
        Assert.Equal(BrokerOutcome.NoAnswer, (await desk.MakeAsync(calls)).Answer.Outcome);
        Assert.Single(desk.Made);
    }

    [Fact]
    public void A_policy_that_sends_orders_twice_is_refused()
    {
        var twice = CallPolicies.Alpaca with { OrderWrite = CallPolicies.Alpaca.OrderWrite with { Retries = 1 } };
        Assert.Throws<ArgumentException>(() => new Calls(BrokerKind.Alpaca, twice));
        Assert.NotNull((CallPolicies.Alpaca with { Token = CallPolicies.Alpaca.Token with { Retries = 1 } }).Problem());
        Assert.Null(CallPolicies.Alpaca.Problem());
        Assert.Null(CallPolicies.Schwab.Problem());
    }

    [Fact]
    public async Task A_refusal_is_not_asked_for_again()
    {
        var desk = new Calls().Answers(404, 200);
        Assert.Equal(BrokerOutcome.NotFound, (await desk.MakeAsync(CallClass.TradingRead)).Answer.Outcome);
        Assert.Single(desk.Made);
    }

    [Fact]
    public async Task A_broker_that_is_silent_is_given_up_and_counts_against_the_breaker()
    {
        var desk = new Calls().IsSilent().IsSilent().IsSilent();
        var result = await desk.MakeAsync(CallClass.OrderWrite);
        Assert.Equal((BrokerOutcome.NoAnswer, "TIMEOUT"), (result.Answer.Outcome, result.Answer.Code));
        await desk.MakeAsync(CallClass.OrderWrite);
        await desk.MakeAsync(CallClass.OrderWrite);
        Assert.Equal(BreakerState.Open, await desk.StateAsync());
    }

    [Fact]
    public async Task An_open_breaker_answers_with_a_denial_at_once_and_nothing_is_sent()
    {
        var desk = new Calls().Answers(401);
        await desk.MakeAsync(CallClass.TradingRead);
        var before = desk.Clock.GetUtcNow();
        var denied = await desk.MakeAsync(CallClass.TradingRead);
        Assert.Equal((BrokerOutcome.BreakerOpen, "BREAKER_OPEN"), (denied.Answer.Outcome, denied.Answer.Code));
        Assert.NotNull(denied.Answer.RetryAt);
        Assert.Single(desk.Made);
        Assert.True(desk.Clock.GetUtcNow() - before < TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_lost_connection_is_an_answer_and_a_defect_is_thrown_and_counted()
    {
        var desk = new Calls().Throws(new HttpRequestException("Connection refused")).Throws(new InvalidCastException("a defect"));
        var lost = await desk.MakeAsync(CallClass.OrderWrite);
        Assert.Equal((BrokerOutcome.NoAnswer, "CONNECTION"), (lost.Answer.Outcome, lost.Answer.Code));
        await Assert.ThrowsAsync<InvalidCastException>(() => desk.MakeAsync(CallClass.OrderWrite));
        Assert.Equal(2, (await desk.StatusAsync()).FailuresInARow);
    }

    [Fact]
    public async Task A_call_we_called_off_says_nothing_of_the_broker()
    {
        using var stop = new CancellationTokenSource();
        var desk = new Calls().Does(cancellation =>
        {
            stop.Cancel();
            cancellation.ThrowIfCancellationRequested();
            return default;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.MakeUntilAsync(CallClass.OrderWrite, stop.Token));
        Assert.Equal((0, 1), (await desk.StatusAsync()) is var status ? (status.FailuresInARow, status.Statistics.Abandoned) : default);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_wait_for_their_turn_and_polling_leaves_room_for_orders()
    {
        var desk = new Calls(BrokerKind.Schwab, Narrow);
        for (var i = 0; i < 4; i++) Assert.True((await desk.MakeAsync(CallClass.TradingRead)).Answer.IsDone);
        var late = await desk.MakeAsync(CallClass.TradingRead);
        Assert.Equal((BrokerOutcome.Throttled, "RATE_LIMIT"), (late.Answer.Outcome, late.Answer.Code));
        Assert.True((await desk.MakeAsync(CallClass.OrderWrite)).Answer.IsDone);
        Assert.True((await desk.MakeAsync(CallClass.OrderWrite)).Answer.IsDone);
        Assert.Equal("RATE_LIMIT", (await desk.MakeAsync(CallClass.OrderWrite)).Answer.Code);
        Assert.Equal(6, desk.Made.Count);
        Assert.Equal(BreakerState.Closed, await desk.StateAsync());
        desk.Clock.Advance(late.Answer.RetryAt!.Value - desk.Clock.GetUtcNow());
        Assert.True((await desk.MakeAsync(CallClass.OrderWrite)).Answer.IsDone);
    }

    [Fact]
    public async Task A_short_wait_for_a_turn_is_waited()
    {
        var desk = new Calls(BrokerKind.Schwab, Narrow);
        for (var i = 0; i < 4; i++) await desk.MakeAsync(CallClass.TradingRead);
        desk.Clock.Advance(TimeSpan.FromSeconds(57));
        Assert.True((await desk.MakeAsync(CallClass.TradingRead)).Answer.IsDone);
        Assert.True(desk.Made[4] - desk.Made[0] >= TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_call_that_was_never_sent_does_not_close_a_half_open_breaker()
    {
        var desk = new Calls(BrokerKind.Alpaca, CallPolicies.Alpaca.WithLimit("trading", new RateLimit(1, TimeSpan.FromMinutes(10)))).Answers(401);
        await desk.MakeAsync(CallClass.OrderWrite);
        desk.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("RATE_LIMIT", (await desk.MakeAsync(CallClass.OrderWrite)).Answer.Code);
        Assert.Equal(BreakerState.HalfOpen, await desk.StateAsync());
    }

    [Fact]
    public async Task After_a_429_nothing_of_the_bucket_is_sent_until_the_reset()
    {
        var reset = Calls.Nine.AddSeconds(40);
        var desk = new Calls().Answers(429, "", "", retryAt: reset);
        var throttled = await desk.MakeAsync(CallClass.TradingRead);
        Assert.Equal((BrokerOutcome.Throttled, reset), (throttled.Answer.Outcome, throttled.Answer.RetryAt!.Value));
        Assert.Equal("RATE_LIMIT", (await desk.MakeAsync(CallClass.OrderWrite)).Answer.Code);
        Assert.True((await desk.MakeAsync(CallClass.MarketData)).Answer.IsDone); // a bucket of its own
        desk.Clock.SetUtcNow(reset);
        Assert.True((await desk.MakeAsync(CallClass.OrderWrite)).Answer.IsDone);
    }

    [Fact]
    public async Task A_read_throttled_for_a_moment_is_made_again_after_the_reset()
    {
        var reset = Calls.Nine.AddSeconds(2);
        var desk = new Calls().Answers(429, "", "", retryAt: reset);
        Assert.True((await desk.MakeAsync(CallClass.TradingRead)).Answer.IsDone);
        Assert.True(desk.Made[1] >= reset);
    }

    [Fact]
    public async Task A_limit_that_is_used_up_holds_before_the_broker_has_to_say_429()
    {
        var desk = new Calls().Answers(200, "", "", retryAt: Calls.Nine.AddSeconds(30));
        Assert.True((await desk.MakeAsync(CallClass.TradingRead)).Answer.IsDone);
        Assert.Equal("RATE_LIMIT", (await desk.MakeAsync(CallClass.OrderWrite)).Answer.Code);
    }
}
