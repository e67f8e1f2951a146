using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.BrokerContract;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Schwab;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>What is Schwab's own, over real sockets: tokens that end, answers without an id, crashes in between.</summary>
public class SchwabFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Access_token_that_runs_out_is_refreshed_and_nobody_notices()
    {
        await using var floor = SchwabFloor.Open();
        floor.Minute(100);
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddMinutes(26));
        Assert.True((await floor.Broker.AccountAsync(Cancellation)).IsDone);
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddHours(2));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => floor.Broker.AccountAsync(Cancellation).AsTask()));
        Assert.Equal(2, floor.Fake.Refreshes);
        Assert.Equal(BreakerState.Closed, (await floor.Breakers.StatusAsync(BreakerNames.Schwab, Cancellation)).State);
    }

    [Theory]
    [InlineData(FaultKind.ExpireToken)]
    [InlineData(FaultKind.RevokeToken)]
    public async Task Young_token_that_Schwab_ends_latches_the_breaker_and_asks_for_a_halt(FaultKind kind)
    {
        await using var floor = SchwabFloor.Open();
        floor.Server.Faults.Set(FaultRule.On("account", kind));

        Assert.Equal(BrokerOutcome.Unauthorised, (await floor.Broker.AccountAsync(Cancellation)).Outcome);

        Assert.True((await floor.Breakers.StatusAsync(BreakerNames.Schwab, Cancellation)).IsOpenUntilReset);
        Assert.Contains(floor.Alarms, alarm => alarm.HaltsTrading && alarm.Text.Contains("docs/schwab.md", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Revoked_login_latches_the_breaker_until_another_login_and_a_reset()
    {
        await using var floor = SchwabFloor.Open();
        floor.Fake.Revoke();
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddMinutes(26));
        Assert.Equal(SchwabCodes.LoginRevoked, (await floor.Broker.AccountAsync(Cancellation)).Code);
        Assert.True((await floor.Breakers.StatusAsync(BreakerNames.Schwab, Cancellation)).IsOpenUntilReset);

        var login = floor.Connection.BeginLogin();
        await floor.Breakers.ResetAsync(BreakerNames.Schwab, floor.Clock.GetUtcNow(), Cancellation);
        var state = login.AuthorizeUrl.Query[(login.AuthorizeUrl.Query.LastIndexOf('=') + 1)..];
        var answer = await login.CompleteAsync(new Uri($"https://127.0.0.1:8182/?code={Uri.EscapeDataString(floor.Fake.MakeCode())}&state={state}"), Cancellation);
        Assert.True(answer.IsDone, answer.Reason);
        Assert.True((await floor.Broker.AccountAsync(Cancellation)).IsDone);
    }

    [Fact]
    public async Task Login_that_is_seven_days_old_is_told_as_over()
    {
        await using var floor = SchwabFloor.Open();
        floor.Clock.SetTo(floor.Clock.GetUtcNow().AddDays(7));
        Assert.Equal(SchwabCodes.LoginExpired, (await floor.Broker.AccountAsync(Cancellation)).Code);
        Assert.Contains(floor.Alarms, alarm => alarm.Code == SchwabCodes.LoginExpired);
    }

    [Fact]
    public async Task Broker_that_names_no_ids_is_traded_with_all_the_same()
    {
        await using var floor = SchwabFloor.Open(new FakeSchwabOptions { SendsLocation = false });
        floor.Minute(100);
        var ticket = floor.Bracket(ContractFloor.Buy(10), stop: 95, target: 110);
        var sent = await floor.SendAsync(ticket);
        floor.Minute(100);
        var moved = await floor.Broker.ReplaceAsync(
            ticket.Attached[0].Id.Value, null, ticket.Attached[0].Id.ClientOrderId(1), ticket.Attached[0].Terms with { StopPrice = ContractFloor.Usd(97) }, Cancellation);
        Assert.True(moved.IsDone, $"{moved.Code} {moved.Reason}");
        Assert.Equal(ticket.Id.Value, sent.ClientOrderId);
        Assert.Equal(OrderState.Filled, (await floor.OrderAsync(ticket)).State);
    }

    [Theory]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.Drop)]
    public async Task Crash_in_the_middle_of_sending_leaves_one_order(FaultKind kind)
    {
        await using var floor = SchwabFloor.Open();
        floor.Minute(100);
        floor.Faults!.Add(FaultRule.On("submit", kind));
        var ticket = floor.Ticket(ContractFloor.BuyLimit(10, 90));
        Assert.Equal(BrokerOutcome.NoAnswer, (await floor.Broker.SubmitAsync(ticket, Cancellation)).Outcome);
        await floor.RestartAsync();
        Assert.Contains((await floor.Broker.SubmitAsync(ticket, Cancellation)).Outcome, new[] { BrokerOutcome.Done, BrokerOutcome.AlreadyExists });
        Assert.Single(floor.Fake.Account.Orders);
    }

    [Fact]
    public async Task Bars_quotes_and_hours_are_those_of_the_market()
    {
        await using var floor = SchwabFloor.Open();
        var begun = floor.Clock.GetUtcNow();
        for (var i = 0; i < 15; i++) floor.Minute(100 + i, 101 + i, 99 + i, 100 + i);
        var now = floor.Clock.GetUtcNow();
        var data = floor.Connection.MarketData;
        Assert.Equal(15, (await data.BarsAsync(ContractFloor.Stock, BarPeriod.Minute, begun, now, Cancellation)).Length);
        Assert.Equal(3, (await data.LastAsync(ContractFloor.Stock, BarPeriod.Minute, now, 3, Cancellation)).Length);
        Assert.Equal(ContractFloor.Usd(114), (await data.QuoteAsync(ContractFloor.Stock, Cancellation))!.Last);
        Assert.Null(await data.QuoteAsync("ZZZ", Cancellation));
        var session = new NyseCalendar().CurrentOrNext(now);
        Assert.Equal(session, await data.SessionAsync(session.Date, Cancellation));
        Assert.Null(await data.SessionAsync(new DateOnly(2026, 3, 1), Cancellation));
        floor.Faults!.Add(FaultRule.On("bars", FaultKind.Drop, times: 0));
        await Assert.ThrowsAsync<MarketDataUnavailableException>(async () => await data.BarsAsync(ContractFloor.Stock, BarPeriod.Minute, begun, now, Cancellation));
    }
}
