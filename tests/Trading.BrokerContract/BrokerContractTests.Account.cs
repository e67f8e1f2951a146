using Trading.Agents.Ports;
using Trading.Orders;
using static Trading.BrokerContract.ContractFloor;

namespace Trading.BrokerContract;

// What the account may do, holds and lists.
public abstract partial class BrokerContractTests
{
    [Fact]
    public async Task What_cannot_be_paid_for_is_refused_with_a_code_and_words()
    {
        Floor.Minute(100);
        var answer = await Floor.Broker.SubmitAsync(Floor.Ticket(BuyLimit(1_000_000, 100)), Cancellation);

        Assert.Equal(BrokerOutcome.Refused, answer.Outcome);
        Assert.NotEmpty(answer.Code);
        Assert.NotEmpty(answer.Reason);
    }

    [Fact]
    public async Task Shares_that_are_not_held_cannot_be_sold()
    {
        Floor.Minute(100);
        var answer = await Floor.Broker.SubmitAsync(Floor.Ticket(OrderTerms.Market(OrderSide.Sell, 10), OrderRole.Exit), Cancellation);

        Assert.Equal(BrokerOutcome.Refused, answer.Outcome);
        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Fact]
    public async Task List_of_orders_has_the_open_ones_and_those_that_ended_since()
    {
        Floor.Minute(100);
        var done = Floor.Ticket(Buy(10));
        await Floor.SendAsync(done);
        Floor.Minute(100);
        Floor.Minute(100);
        var now = Floor.Clock.GetUtcNow();
        var open = Floor.Bracket(BuyLimit(10, 90), stop: 80, target: 120);
        await Floor.SendAsync(open);

        var all = (await Floor.Broker.OrdersAsync(now.AddHours(-1), Cancellation)).Value;
        var since = (await Floor.Broker.OrdersAsync(now, Cancellation)).Value;

        Assert.Equal(Ids([done, open, .. open.Attached]), all.Select(order => order.ClientOrderId).Order());
        Assert.Equal(Ids([open, .. open.Attached]), since.Select(order => order.ClientOrderId).Order());
        Assert.Single(all.Single(order => order.ClientOrderId == done.Id.Value).Fills);
    }

    [Fact]
    public async Task Positions_and_the_account_tell_shares_and_dollars_to_the_cent()
    {
        Floor.Minute(100);
        var before = (await Floor.Broker.AccountAsync(Cancellation)).Value!;
        await Floor.SendAsync(Floor.Ticket(Buy(100)));
        Floor.Minute(101.25m);

        var position = Assert.Single((await Floor.Broker.PositionsAsync(Cancellation)).Value);
        var after = (await Floor.Broker.AccountAsync(Cancellation)).Value!;

        Assert.Equal((Stock, 100m, 101.25m), (position.Symbol, position.Quantity, position.AveragePrice));
        Assert.Equal(before.Cash - 10_125m, after.Cash);
        Assert.Equal(before.Equity, after.Equity);
        Assert.Equal(Floor.IsPaper, after.IsPaper);
    }

    [Fact]
    public async Task Short_sale_is_told_as_one_and_covered()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(OrderTerms.Market(OrderSide.SellShort, 50));
        await Floor.SendAsync(ticket);
        Floor.Minute(100);
        Assert.Equal(-50, await Floor.HeldAsync());
        Assert.Equal(OrderSide.SellShort, Assert.Single((await Floor.OrderAsync(ticket)).Fills).Side);

        await Floor.SendAsync(Floor.Ticket(OrderTerms.Market(OrderSide.BuyToCover, 50), OrderRole.Exit));
        Floor.Minute(100);

        Assert.Equal(0, await Floor.HeldAsync());
    }

    private static IEnumerable<string> Ids(IEnumerable<OrderTicket> tickets) => tickets.Select(ticket => ticket.Id.Value).Order();
}
