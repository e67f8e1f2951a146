using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

/// <summary>Every row of the error table in docs/breakers.md, through the pipelines: what is answered, what the breaker does, what is left to do.</summary>
public class BrokerErrorTableTests
{
    [Theory]
    [InlineData(BrokerKind.Alpaca, 401, "40110000", "request is not authorized")]
    [InlineData(BrokerKind.Alpaca, 403, "", "forbidden.")]
    [InlineData(BrokerKind.Schwab, 401, "", "Client not authorized")]
    public async Task Not_authorised_opens_the_breaker_at_once(BrokerKind broker, int status, string code, string message)
    {
        var desk = new Calls(broker).Answers(status, code, message);
        var result = await desk.MakeAsync(CallClass.TradingRead);
        Assert.Equal(BrokerOutcome.Unauthorised, result.Answer.Outcome);
        Assert.True(result.Do.HasFlag(BrokerRemedy.Alert));
        var breaker = await desk.StatusAsync();
        Assert.Equal((BreakerState.Open, broker == BrokerKind.Schwab), (breaker.State, breaker.IsOpenUntilReset));
    }

    [Fact]
    public async Task An_expired_token_is_to_be_refreshed_and_leaves_the_breaker_alone()
    {
        var desk = new Calls(BrokerKind.Schwab).Answers(401, "", "", token: TokenAge.Aged);
        var result = await desk.MakeAsync(CallClass.TradingRead);
        Assert.Equal((BrokerOutcome.Unauthorised, BrokerRemedy.RefreshToken), (result.Answer.Outcome, result.Do));
        Assert.Equal(BreakerState.Closed, await desk.StateAsync());
    }

    [Theory]
    [InlineData(BrokerCall.Read, 401, "", TokenAge.JustRefreshed)]
    [InlineData(BrokerCall.RefreshToken, 401, "invalid_client", TokenAge.Fresh)]
    [InlineData(BrokerCall.RefreshToken, 400, "unsupported_token_type", TokenAge.Fresh)]
    public async Task A_token_that_stays_refused_opens_the_breaker_until_a_person_logs_in_again(BrokerCall call, int status, string code, TokenAge token)
    {
        var desk = new Calls(BrokerKind.Schwab).Answers(status, code, "", call, token: token);
        var result = await desk.MakeAsync(call == BrokerCall.Read ? CallClass.TradingRead : CallClass.Token);
        Assert.Equal((BrokerOutcome.Unauthorised, BrokerRemedy.Alert | BrokerRemedy.LogInAgain), (result.Answer.Outcome, result.Do));
        Assert.True((await desk.StatusAsync()).IsOpenUntilReset);
        desk.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(BrokerOutcome.BreakerOpen, (await desk.MakeAsync(CallClass.TradingRead)).Answer.Outcome);
        await desk.ResetAsync();
        Assert.True((await desk.MakeAsync(CallClass.TradingRead)).Answer.IsDone);
    }

    [Theory]
    [InlineData(BrokerKind.Alpaca, 403, "40310000", "insufficient buying power")]
    [InlineData(BrokerKind.Alpaca, 422, "42210000", "potential wash trade detected")]
    [InlineData(BrokerKind.Schwab, 400, "", "A validation problem with the request.")]
    public async Task A_business_refusal_rejects_the_order_with_the_reason(BrokerKind broker, int status, string code, string message) =>
        await AnswersWithoutHarmAsync(broker, BrokerCall.Submit, status, code, message, BrokerOutcome.Refused, BrokerRemedy.RejectOrder);

    [Fact]
    public async Task A_duplicate_client_order_id_is_looked_up_and_adopted() =>
        await AnswersWithoutHarmAsync(
            BrokerKind.Alpaca, BrokerCall.Submit, 422, "40010001", "client_order_id must be unique", BrokerOutcome.AlreadyExists, BrokerRemedy.LookUp | BrokerRemedy.Adopt);

    [Theory]
    [InlineData(BrokerKind.Alpaca, 404, BrokerOutcome.NotFound)]
    [InlineData(BrokerKind.Alpaca, 422, BrokerOutcome.NoLongerOpen)]
    [InlineData(BrokerKind.Schwab, 404, BrokerOutcome.NotFound)]
    [InlineData(BrokerKind.Schwab, 400, BrokerOutcome.NoLongerOpen)]
    public async Task A_cancel_of_what_is_gone_is_looked_up_and_reconciled(BrokerKind broker, int status, BrokerOutcome outcome) =>
        await AnswersWithoutHarmAsync(broker, BrokerCall.Cancel, status, "", "order is already in \"filled\" state", outcome, BrokerRemedy.LookUp | BrokerRemedy.Reconcile);

    [Fact]
    public async Task A_429_waits_for_the_reset_and_never_opens_the_breaker()
    {
        var desk = new Calls();
        for (var i = 0; i < 5; i++)
        {
            desk.Answers(429, "", "", retryAt: desk.Clock.GetUtcNow().AddSeconds(20));
            var result = await desk.MakeAsync(CallClass.OrderWrite);
            Assert.Equal((BrokerOutcome.Throttled, BrokerRemedy.WaitForReset), (result.Answer.Outcome, result.Do));
            desk.Clock.SetUtcNow(result.Answer.RetryAt!.Value);
        }
        Assert.Equal((BreakerState.Closed, 5), (await desk.StateAsync(), desk.Made.Count));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(0)]
    public async Task An_order_without_an_answer_is_looked_up_and_not_sent_again_and_the_third_opens_the_breaker(int status)
    {
        var desk = new Calls().Answers(status, status, status);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(BreakerState.Closed, await desk.StateAsync());
            var result = await desk.MakeAsync(CallClass.OrderWrite);
            Assert.Equal((BrokerOutcome.NoAnswer, true), (result.Answer.Outcome, result.Do.HasFlag(BrokerRemedy.LookUp)));
        }
        Assert.Equal((BreakerState.Open, 3), (await desk.StateAsync(), desk.Made.Count));
    }

    [Fact]
    public async Task An_answer_that_no_row_knows_is_taken_for_no_answer_and_raises_an_alert()
    {
        var desk = new Calls().Answers(418);
        var result = await desk.MakeAsync(CallClass.OrderWrite);
        Assert.Equal((BrokerOutcome.NoAnswer, BrokerRemedy.LookUp | BrokerRemedy.Alert), (result.Answer.Outcome, result.Do));
    }

    private static async Task AnswersWithoutHarmAsync(
        BrokerKind broker, BrokerCall call, int status, string code, string message, BrokerOutcome outcome, BrokerRemedy remedy)
    {
        var desk = new Calls(broker).Answers(0, 0).Answers(status, code, message, call);
        await desk.MakeAsync(CallClass.OrderWrite);
        await desk.MakeAsync(CallClass.OrderWrite);
        var result = await desk.MakeAsync(CallClass.OrderWrite);
        Assert.Equal((outcome, remedy, message), (result.Answer.Outcome, result.Do, result.Answer.Reason));
        // The broker answered: the run of two failures is over.
        var breaker = await desk.StatusAsync();
        Assert.Equal((BreakerState.Closed, 0), (breaker.State, breaker.FailuresInARow));
    }
}
