using Trading.BrokerContract;
using Trading.FakeBrokers.Books;
using Trading.Orders;
using Trading.Runtime.Exchange;

namespace Trading.Alpaca.Tests.Orders;

/// <summary>An account that trades more than is read at once.</summary>
public sealed class ManyExecutionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Newest_fills_are_listed_however_many_there_are_and_a_person_is_told_that_older_ones_were_left_out()
    {
        await using var floor = await AlpacaFloor.OpenAsync(new ExchangeOptions { StartingCash = 10_000_000, Fills = new UnlimitedFills() }, listens: false);
        floor.Minute(100);
        for (var i = 0; i < 5000; i++) floor.Fake.Account.Submit(new BookTicket($"by-hand-{i}", ContractFloor.Stock, ContractFloor.Buy(1)));
        floor.Minute(100);
        var ticket = floor.Ticket(ContractFloor.Buy(10));
        await floor.SendAsync(ticket);
        floor.Minute(101);

        var listed = await floor.Broker.OrdersAsync(floor.Clock.GetUtcNow().AddDays(-1), Cancellation);

        Assert.True(listed.IsDone, listed.Reason);
        var order = listed.Value.Single(one => one.ClientOrderId == ticket.Id.Value);
        Assert.Equal((OrderState.Filled, 10m), (order.State!.Value, order.Fills.Sum(fill => fill.Quantity)));
        Assert.Contains("5000", Assert.Single(floor.Alarms, alarm => alarm.Code == "ALPACA_EXECUTIONS_CUT").Text, StringComparison.Ordinal);
    }
}
