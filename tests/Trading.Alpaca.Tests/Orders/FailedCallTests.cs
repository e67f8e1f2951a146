using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.Breakers;
using Trading.FakeBrokers.Faults;
using Trading.Orders;

namespace Trading.Alpaca.Tests.Orders;

/// <summary>What is Alpaca's own about calls that fail; the rows of the error table are in <see cref="AlpacaErrorTableTests"/>.</summary>
public sealed class FailedCallTests
{
    private const string Html = "<html><body>out of order</body></html>";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
    public async Task Keys_go_nowhere_else_whatever_Alpaca_answers()
    {
        await using var floor = await AlpacaFloor.OpenAsync(listens: false);
        await using var elsewhere = await AlpacaFloor.OpenAsync(listens: false);
        floor.Server.Faults.Set(FaultRule.Reply("*", 307, "", ("Location", new Uri(elsewhere.Server.Url, "/v2/account").AbsoluteUri)) with { Times = 0 });

        await floor.Broker.AccountAsync(Cancellation);
        await floor.Broker.SubmitAsync(floor.Ticket(ContractFloor.BuyLimit(10, 90)), Cancellation);

        Assert.NotEmpty(floor.Server.Calls);
        Assert.Empty(elsewhere.Server.Calls);
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
