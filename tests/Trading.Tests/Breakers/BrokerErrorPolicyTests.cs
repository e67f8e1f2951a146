using Trading.Agents.Ports;
using Trading.Breakers;
using static Trading.Breakers.BreakerEffect;
using static Trading.Breakers.BrokerCall;
using static Trading.Breakers.BrokerFailure;
using static Trading.Breakers.BrokerKind;

namespace Trading.Tests.Breakers;

/// <summary>A test for each row of the table in section 5 of the design, named by what the broker answers.</summary>
public class BrokerErrorPolicyTests
{
    [Fact]
    public void A_401_and_a_bare_403_of_Alpaca_are_not_authorised()
    {
        foreach (var call in Enum.GetValues<BrokerCall>())
        {
            Is(new(Alpaca, call, 401, "40110000", "request is not authorized"), NotAuthorised, OpenAtOnce, BrokerRemedy.Alert, BrokerOutcome.Unauthorised);
            Is(new(Alpaca, call, 403, "", "forbidden."), NotAuthorised, OpenAtOnce, BrokerRemedy.Alert, BrokerOutcome.Unauthorised);
        }
        Is(new(Schwab, Submit, 401), NotAuthorised, OpenUntilReset, BrokerRemedy.Alert, BrokerOutcome.Unauthorised);
    }

    [Fact]
    public void A_401_of_Schwab_with_an_aged_token_is_an_expired_token_refreshed_once()
    {
        Is(new(Schwab, Read, 401, Token: TokenAge.Aged), TokenExpired, BreakerEffect.None, BrokerRemedy.RefreshToken, BrokerOutcome.Unauthorised);
        const BrokerRemedy logIn = BrokerRemedy.Alert | BrokerRemedy.LogInAgain;
        Is(new(Schwab, Read, 401, Token: TokenAge.JustRefreshed), TokenExpired, OpenUntilReset, logIn, BrokerOutcome.Unauthorised);
        Is(new(Schwab, BrokerCall.RefreshToken, 401, "invalid_client"), TokenExpired, OpenUntilReset, logIn, BrokerOutcome.Unauthorised);
        Is(new(Schwab, BrokerCall.RefreshToken, 400, "unsupported_token_type"), TokenExpired, OpenUntilReset, logIn, BrokerOutcome.Unauthorised);
        Is(new(Schwab, Submit, 401, "invalid_client", Token: TokenAge.Aged), TokenExpired, OpenUntilReset, logIn, BrokerOutcome.Unauthorised);
    }

    [Theory]
    [InlineData("40310000", "insufficient buying power")]
    [InlineData("40310000", "insufficient qty available for order (requested: 10, available: 0)")]
    [InlineData("40310100", "trade denied")]
    public void A_403_of_Alpaca_with_a_code_is_a_business_refusal(string code, string message) =>
        Is(new(Alpaca, Submit, 403, code, message), BusinessRefusal, BreakerEffect.None, BrokerRemedy.RejectOrder, BrokerOutcome.Refused);

    [Theory]
    [InlineData(Alpaca, Submit, 422, "40010001", "qty must be > 0")]
    [InlineData(Alpaca, Submit, 422, "42210000", "potential wash trade detected. use complex orders")]
    [InlineData(Alpaca, Replace, 422, "42210000", "invalid limit_price")]
    [InlineData(Schwab, Submit, 400, "", "A validation problem with the request.")]
    [InlineData(Schwab, Submit, 422, "", "")]
    public void A_422_is_an_invalid_order_or_a_wash_trade(BrokerKind broker, BrokerCall call, int status, string code, string message) =>
        Is(new(broker, call, status, code, message), BusinessRefusal, BreakerEffect.None, BrokerRemedy.RejectOrder, BrokerOutcome.Refused);

    [Theory]
    [InlineData(422, "client_order_id must be unique")]
    [InlineData(422, "client order id must be unique")]
    [InlineData(409, "client_order_id must be unique")]
    public void A_client_order_id_that_is_there_already_is_looked_up_and_adopted(int status, string message) =>
        Is(new(Alpaca, Submit, status, "40010001", message), AlreadyThere, BreakerEffect.None, BrokerRemedy.LookUp | BrokerRemedy.Adopt, BrokerOutcome.AlreadyExists);

    [Theory]
    [InlineData(Alpaca, Cancel, 404, "order not found", BrokerOutcome.NotFound)]
    [InlineData(Alpaca, Cancel, 422, "order is already in \"filled\" state", BrokerOutcome.NoLongerOpen)]
    [InlineData(Alpaca, Replace, 404, "", BrokerOutcome.NotFound)]
    [InlineData(Alpaca, Replace, 422, "order is already in \"filled\" state", BrokerOutcome.NoLongerOpen)]
    [InlineData(Alpaca, Read, 404, "", BrokerOutcome.NotFound)]
    [InlineData(Schwab, Cancel, 400, "", BrokerOutcome.NoLongerOpen)]
    [InlineData(Schwab, Cancel, 404, "", BrokerOutcome.NotFound)]
    public void A_404_or_422_on_a_cancel_is_looked_up_and_reconciled(BrokerKind broker, BrokerCall call, int status, string message, BrokerOutcome outcome) =>
        Is(new(broker, call, status, "", message), outcome == BrokerOutcome.NotFound ? Unknown : NotCancelable, BreakerEffect.None, BrokerRemedy.LookUp | BrokerRemedy.Reconcile, outcome);

    [Fact]
    public void A_429_is_throttled_and_waited_for()
    {
        foreach (var broker in Enum.GetValues<BrokerKind>())
            foreach (var call in Enum.GetValues<BrokerCall>())
                Is(new(broker, call, 429), Throttled, BreakerEffect.None, BrokerRemedy.WaitForReset, BrokerOutcome.Throttled);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void A_5xx_a_time_out_and_a_lost_connection_are_ambiguous(int status)
    {
        foreach (var broker in Enum.GetValues<BrokerKind>())
            foreach (var call in Enum.GetValues<BrokerCall>())
                Is(new(broker, call, status), Ambiguous, Count, BrokerRemedy.LookUp, BrokerOutcome.NoAnswer);
    }

    [Fact]
    public void What_no_row_names_is_never_taken_for_a_refusal()
    {
        Is(new(Schwab, Submit, 403), Ambiguous, Count, BrokerRemedy.LookUp | BrokerRemedy.Alert, BrokerOutcome.NoAnswer);
        Is(new(Alpaca, Submit, 404), Ambiguous, Count, BrokerRemedy.LookUp | BrokerRemedy.Alert, BrokerOutcome.NoAnswer);
        Is(new(Alpaca, Submit, 302), Ambiguous, Count, BrokerRemedy.LookUp | BrokerRemedy.Alert, BrokerOutcome.NoAnswer);
    }

    [Fact]
    public void Every_reply_is_judged_and_the_breaker_of_the_verdict_is_that_of_the_outcome() =>
        Gen.Select(Gen.Enum<BrokerKind>(), Gen.Enum<BrokerCall>(), Gen.Int[0, 600], Gen.Int[0, 2].Select(i => new[] { "", "40310000", "invalid_client" }[i]), Gen.Enum<TokenAge>())
            .Sample((broker, call, status, code, token) =>
            {
                var verdict = BrokerErrorPolicy.Judge(new BrokerReply(broker, call, status, code, "", token));
                if (verdict.Do == BrokerRemedy.RefreshToken) return true; // handled inside the adapter, which answers after the refresh
                var outcome = BrokerOutcomes.ToBreaker(broker, BrokerAnswers.Failed<string>(BrokerOutcomes.Of(verdict.Is), code, ""));
                return outcome.Effect == verdict.Breaker;
            });

    [Theory]
    [InlineData(BrokerOutcome.Done, BreakerEffect.None, null)]
    [InlineData(BrokerOutcome.Refused, BreakerEffect.None, BusinessRefusal)]
    [InlineData(BrokerOutcome.AlreadyExists, BreakerEffect.None, AlreadyThere)]
    [InlineData(BrokerOutcome.NotFound, BreakerEffect.None, Unknown)]
    [InlineData(BrokerOutcome.NoLongerOpen, BreakerEffect.None, NotCancelable)]
    [InlineData(BrokerOutcome.Throttled, BreakerEffect.None, Throttled)]
    [InlineData(BrokerOutcome.Unauthorised, OpenAtOnce, NotAuthorised)]
    [InlineData(BrokerOutcome.NoAnswer, Count, Ambiguous)]
    [InlineData(BrokerOutcome.BreakerOpen, Abandoned, null)]
    public void Each_answer_of_an_adapter_has_its_effect(BrokerOutcome answered, BreakerEffect effect, BrokerFailure? failure)
    {
        var outcome = BrokerOutcomes.ToBreaker(Alpaca, BrokerAnswers.Failed<string>(answered, "", ""));
        Assert.Equal((effect, failure), (outcome.Effect, outcome.Failure));
    }

    [Fact]
    public void The_evidence_is_the_brokers_code_and_words() =>
        Assert.Equal("40310000: insufficient buying power", BrokerOutcomes.ToBreaker(Alpaca, BrokerAnswers.Refused<string>("40310000", "insufficient buying power")).Evidence);

    private static void Is(BrokerReply reply, BrokerFailure failure, BreakerEffect effect, BrokerRemedy remedy, BrokerOutcome outcome)
    {
        Assert.Equal(new BrokerVerdict(failure, effect, remedy), BrokerErrorPolicy.Judge(reply));
        Assert.Equal(outcome, BrokerOutcomes.Of(failure));
    }
}
