using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.Breakers;
using Trading.FakeBrokers.Faults;
using Trading.Orders;

namespace Trading.Alpaca.Tests.Orders;

/// <summary>The error table, each row as it comes over the wire.</summary>
public sealed class ErrorTableTests
{
    private const string Html = "<html><body>out of order</body></html>";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is asked, what Alpaca says, what it is, and how the breaker stands after it.</summary>
    public static TheoryData<string, int, string, BrokerOutcome, BreakerState> Rows => new()
    {
        { "submit", 401, """{"code":40110000,"message":"request is not authorized"}""", BrokerOutcome.Unauthorised, BreakerState.Open },
        { "submit", 403, """{"message":"forbidden."}""", BrokerOutcome.Unauthorised, BreakerState.Open },
        { "submit", 403, """{"code":40310000,"message":"insufficient buying power"}""", BrokerOutcome.Refused, BreakerState.Closed },
        { "submit", 403, """{"code":40310000,"message":"insufficient qty available for order (requested: 10, available: 0)"}""", BrokerOutcome.Refused, BreakerState.Closed },
        { "submit", 422, """{"code":42210000,"message":"invalid order type"}""", BrokerOutcome.Refused, BreakerState.Closed },
        { "submit", 422, """{"code":42210000,"message":"potential wash trade detected. use complex orders"}""", BrokerOutcome.Refused, BreakerState.Closed },
        { "submit", 429, """{"code":42910000,"message":"too many requests."}""", BrokerOutcome.Throttled, BreakerState.Closed },
        { "submit", 500, Html, BrokerOutcome.NoAnswer, BreakerState.Closed },
        { "submit", 504, "", BrokerOutcome.NoAnswer, BreakerState.Closed },
        { "submit", 418, """{"message":"I am a teapot"}""", BrokerOutcome.NoAnswer, BreakerState.Closed },
        { "submit", 200, """{"id":"broken""", BrokerOutcome.NoAnswer, BreakerState.Closed },
        { "submit", 200, """{"id":"00000000-0000-0000-0000-00000000000z"}""", BrokerOutcome.NoAnswer, BreakerState.Closed },
        { "cancel", 404, """{"code":40410000,"message":"order not found"}""", BrokerOutcome.NoLongerOpen, BreakerState.Closed },
        { "cancel", 422, """{"code":42210000,"message":"order is already in \"filled\" state"}""", BrokerOutcome.NoLongerOpen, BreakerState.Closed },
        { "cancel", 503, Html, BrokerOutcome.NoAnswer, BreakerState.Closed },
        { "replace", 422, """{"code":42210000,"message":"order is already in \"filled\" state"}""", BrokerOutcome.NoLongerOpen, BreakerState.Closed },
        { "replace", 422, """{"code":42210000,"message":"limit price must be positive"}""", BrokerOutcome.Refused, BreakerState.Closed },
        { "find", 404, """{"code":40410000,"message":"order not found"}""", BrokerOutcome.NotFound, BreakerState.Closed },
        { "find", 404, Html, BrokerOutcome.NoAnswer, BreakerState.Closed },
    };

    [Theory, MemberData(nameof(Rows))]
    public async Task Row_of_the_table(string operation, int status, string body, BrokerOutcome outcome, BreakerState breaker)
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Minute(100);
        var ticket = floor.Ticket(ContractFloor.BuyLimit(10, 90));
        if (operation != "submit") await floor.SendAsync(ticket);
        var id = (await floor.Broker.FindAsync(ticket.Id.Value, null, Cancellation)).Value?.BrokerOrderId;
        floor.Server.Faults.Set(FaultRule.Reply(operation, status, body) with { Times = operation == "find" ? 0 : 1 });

        var answer = operation switch
        {
            "submit" => await floor.Broker.SubmitAsync(ticket, Cancellation),
            "cancel" => await floor.Broker.CancelAsync(ticket.Id.Value, id, Cancellation),
            "replace" => await floor.Broker.ReplaceAsync(ticket.Id.Value, id, ticket.Id.ClientOrderId(1), ContractFloor.BuyLimit(10, 91), Cancellation),
            _ => await floor.Broker.FindAsync(ticket.Id.Value, null, Cancellation),
        };

        Assert.Equal(outcome, answer.Outcome);
        Assert.Equal(breaker, (await floor.Breakers.StatusAsync(BreakerNames.AlpacaPaper, Cancellation)).State);
        Assert.Equal(outcome == BrokerOutcome.Unauthorised || status == 418, !floor.Alarms.IsEmpty);
    }

    [Fact]
    public async Task Three_calls_without_an_answer_open_the_breaker_and_nothing_more_is_sent()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Server.Faults.Set(FaultRule.Reply("submit", 500, Html) with { Times = 0 });
        for (var i = 0; i < 3; i++) await floor.Broker.SubmitAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)), Cancellation);

        var denied = await floor.Broker.SubmitAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)), Cancellation);

        Assert.Equal(BrokerOutcome.BreakerOpen, denied.Outcome);
        Assert.Equal(3, floor.Server.Calls.Count);
    }

    [Theory]
    [InlineData(FaultKind.DropAfter), InlineData(FaultKind.Drop), InlineData(FaultKind.Reply)]
    public async Task Order_is_posted_once_whatever_comes_of_it(FaultKind kind)
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        await floor.Broker.AccountAsync(Cancellation); // so that the connection is one that was used before
        floor.Server.Faults.Set(new FaultRule(kind) { Operation = "submit", Times = 0, Status = 503, Headers = FaultRule.Reply("", 0, "", ("Retry-After", "0")).Headers });

        await floor.Broker.SubmitAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)), Cancellation);

        Assert.Single(floor.Server.Calls, call => call.StartsWith("submit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_up_is_asked_again_when_it_gets_no_answer()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        floor.Server.Faults.Set(FaultRule.Reply("account", 502, Html));

        Assert.True((await floor.Broker.AccountAsync(Cancellation)).IsDone);
        Assert.Equal(2, floor.Server.Calls.Count);
    }

    [Fact]
    public async Task No_secret_is_in_any_word_that_comes_back()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        var secret = floor.Fake.Options.SecretKey;
        floor.Server.Faults.Set(FaultRule.Reply("submit", 401, $$"""{"code":40110000,"message":"key {{floor.Fake.Options.KeyId}} with secret {{secret}} is not authorized"}"""));

        var answer = await floor.Broker.SubmitAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)), Cancellation);

        var words = string.Join(' ', floor.Alarms.Select(alarm => alarm.Text).Append(answer.Reason).Append(floor.Connection.Settings.ToString()));
        Assert.DoesNotContain(secret, words, StringComparison.Ordinal);
        Assert.DoesNotContain(floor.Fake.Options.KeyId, words, StringComparison.Ordinal);
        Assert.Contains("is not authorized", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limit_that_is_used_up_is_waited_for_and_not_run_into()
    {
        await using var floor = await AlpacaFloor.OpenAsync(options: new() { RequestsPerMinute = 2 }, change: settings => settings with { Calls = Runtime.Resilience.CallPolicies.Alpaca }, listens: false);
        await floor.Broker.AccountAsync(Cancellation);
        Assert.True((await floor.Broker.AccountAsync(Cancellation)).IsDone); // the second says that none is left

        var third = await floor.Broker.AccountAsync(Cancellation);
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddMinutes(1));
        var later = await floor.Broker.AccountAsync(Cancellation);

        Assert.Equal(BrokerOutcome.Throttled, third.Outcome);
        Assert.Equal(3, floor.Server.Calls.Count);
        Assert.True(later.IsDone);
    }
}
