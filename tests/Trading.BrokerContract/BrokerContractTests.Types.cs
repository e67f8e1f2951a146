using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using static Trading.BrokerContract.ContractFloor;

namespace Trading.BrokerContract;

// Types of orders, times in force and sessions.
public abstract partial class BrokerContractTests
{
    private static readonly DateTimeOffset Close = new(2026, 3, 2, 21, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NextOpen = new(2026, 3, 3, 14, 30, 0, TimeSpan.Zero);

    /// <summary>Every type of order, and every time in force that all brokers have.</summary>
    public static TheoryData<OrderType, TimeInForce> Kinds => new()
    {
        { OrderType.Market, TimeInForce.Day },
        { OrderType.Market, TimeInForce.AtTheClose },
        { OrderType.Limit, TimeInForce.Day },
        { OrderType.Limit, TimeInForce.GoodTilCanceled },
        { OrderType.Limit, TimeInForce.ImmediateOrCancel },
        { OrderType.Limit, TimeInForce.FillOrKill },
        { OrderType.Limit, TimeInForce.AtTheClose },
        { OrderType.Stop, TimeInForce.GoodTilCanceled },
        { OrderType.StopLimit, TimeInForce.GoodTilCanceled },
        { OrderType.StopLimit, TimeInForce.Day },
        { OrderType.TrailingStop, TimeInForce.GoodTilCanceled },
    };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Terms_come_back_as_they_were_sent(OrderType type, TimeInForce life)
    {
        Floor.Minute(100);
        var terms = type switch
        {
            OrderType.Market => OrderTerms.Market(OrderSide.Buy, 10, life),
            OrderType.Limit => OrderTerms.Limit(OrderSide.Buy, 10, Usd(90.12m), life),
            OrderType.Stop => OrderTerms.Stop(OrderSide.Buy, 10, Usd(120), life),
            OrderType.StopLimit => OrderTerms.StopLimit(OrderSide.Buy, 10, Usd(120), Usd(121.50m), life),
            _ => OrderTerms.TrailingStop(OrderSide.Buy, 10, Trail.OfPercent(5), life),
        };

        var ticket = Floor.Ticket(terms);
        var sent = await Floor.SendAsync(ticket);

        Assert.Equal(terms, sent.Terms);
        Assert.Equal(terms, (await Floor.OrderAsync(ticket)).Terms);
    }

    [Fact]
    public async Task Stop_rests_until_its_price_is_met()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(OrderTerms.Stop(OrderSide.Buy, 10, Usd(105)));
        await Floor.SendAsync(ticket);
        Floor.Minute(104);
        var resting = await Floor.OrderAsync(ticket);
        Floor.Minute(104, 106, 104, 106);

        Assert.Equal((OrderState.Accepted, 0m), (resting.State!.Value, resting.Filled));
        Assert.Equal(Usd(105), Assert.Single((await Floor.OrderAsync(ticket)).Fills).Price);
    }

    [Fact]
    public async Task Stop_limit_that_is_jumped_over_waits_at_its_limit()
    {
        Floor.Minute(100);
        var ticket = Floor.Ticket(OrderTerms.StopLimit(OrderSide.Buy, 10, Usd(105), Usd(106)));
        await Floor.SendAsync(ticket);
        Floor.Minute(110);
        var resting = await Floor.OrderAsync(ticket);
        Floor.Minute(108, 108, 105, 105);

        Assert.Equal(0m, resting.Filled);
        Assert.False(resting.State!.Value.IsEnded());
        Assert.Equal((OrderState.Filled, Usd(106)), (await Floor.OrderAsync(ticket)) is var order ? (order.State!.Value, Assert.Single(order.Fills).Price) : default);
    }

    [Theory]
    [InlineData(true, "104.5"), InlineData(false, "105")]
    public async Task Trailing_stop_follows_the_price_and_trades_when_it_turns(bool isPercent, string price)
    {
        Floor.Minute(100);
        await Floor.SendAsync(Floor.Ticket(Buy(10)));
        Floor.Minute(100);
        var ticket = Floor.Ticket(OrderTerms.TrailingStop(OrderSide.Sell, 10, isPercent ? Trail.OfPercent(5) : Trail.OfAmount(Usd(5))), OrderRole.Exit);
        await Floor.SendAsync(ticket);
        Floor.Minute(100, 110, 100, 109);
        var resting = await Floor.OrderAsync(ticket);
        Floor.Minute(107, 107, 104, 104);

        Assert.Equal(0m, resting.Filled);
        Assert.Equal(ticket.Terms, resting.Terms);
        Assert.Equal(Price.Parse(price), Assert.Single((await Floor.OrderAsync(ticket)).Fills).Price);
        Assert.Equal(0, await Floor.HeldAsync());
    }

    [Theory]
    [InlineData(TimeInForce.ImmediateOrCancel, 40), InlineData(TimeInForce.FillOrKill, 0)]
    public async Task What_is_not_to_be_had_at_once_is_not_waited_for(TimeInForce life, int filled)
    {
        Floor.Minute(100);
        Floor.Fills.MostShares = 40;
        var ticket = Floor.Ticket(OrderTerms.Limit(OrderSide.Buy, 100, Usd(100), life));
        await Floor.SendAsync(ticket);
        Floor.Minute(100);
        Floor.Minute(100);

        var found = await Floor.OrderAsync(ticket);
        Assert.Equal((OrderState.Canceled, (decimal)filled), (found.State!.Value, found.Filled));
        Assert.Equal(filled, await Floor.HeldAsync());
    }

    [Fact]
    public async Task Order_of_the_day_expires_with_its_session_and_one_until_canceled_lives_on()
    {
        Floor.Minute(100);
        var day = Floor.Ticket(OrderTerms.Limit(OrderSide.Buy, 10, Usd(90), TimeInForce.Day));
        var lasting = Floor.Ticket(BuyLimit(10, 90));
        await Floor.SendAsync(day);
        await Floor.SendAsync(lasting);

        Floor.GoTo(Close);
        var told = await Floor.HeardAsync(update => update.State == OrderState.Expired);

        Assert.Equal(day.Id.Value, told.ClientOrderId);
        Assert.Equal(OrderState.Expired, (await Floor.OrderAsync(day)).State);
        Assert.Equal(OrderState.Accepted, (await Floor.OrderAsync(lasting)).State);
    }

    [Fact]
    public async Task Order_sent_while_the_market_is_closed_waits_for_the_open()
    {
        Floor.Minute(100);
        Floor.GoTo(Close.AddMinutes(5));
        var ticket = Floor.Ticket(Buy(10));
        var sent = await Floor.SendAsync(ticket);
        Floor.Minute(101); // after hours
        var resting = await Floor.OrderAsync(ticket);
        Floor.GoTo(NextOpen);
        Floor.Minute(103);

        Assert.Equal((OrderState.Accepted, OrderState.Accepted, 0m), (sent.State!.Value, resting.State!.Value, resting.Filled));
        Assert.Equal(Usd(103), Assert.Single((await Floor.OrderAsync(ticket)).Fills).Price);
    }

    [Fact]
    public async Task Order_for_extended_hours_trades_after_the_close()
    {
        Floor.Minute(100);
        Floor.GoTo(Close.AddMinutes(5));
        var ticket = Floor.Ticket(OrderTerms.Limit(OrderSide.Buy, 10, Usd(100), TimeInForce.Day) with { ExtendedHours = true });
        await Floor.SendAsync(ticket);
        Floor.Minute(99);

        Assert.Equal(OrderState.Filled, (await Floor.OrderAsync(ticket)).State);
        Assert.Equal(10, await Floor.HeldAsync());
    }
}
