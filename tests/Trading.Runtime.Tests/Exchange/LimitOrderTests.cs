using Trading.MarketData;
using Trading.Orders;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class LimitOrderTests
{
    private static decimal? PriceOf(Floor floor, OrderTicket order) => floor.Order(order).Fills is [var fill] ? fill.Price.ToDecimal() : null;

    [Theory]
    [InlineData(100, 101, 98, 99.0)]   // through the limit
    [InlineData(100, 101, 99, 99.0)]   // a touch is enough
    [InlineData(100, 101, 99.01, null)]
    [InlineData(97, 100, 96, 97.0)]    // opened better
    [InlineData(99, 100, 98, 99.0)]
    public void Buyer_gets_the_limit_or_a_better_open(double open, double high, double low, double? price)
    {
        var floor = new Floor();
        var order = floor.Send(BuyLimit(10, 99));
        floor.Minute((decimal)open, (decimal)high, (decimal)low, 100 > high ? (decimal)high : 100);
        Assert.Equal((decimal?)price, PriceOf(floor, order));
    }

    [Theory]
    [InlineData(100, 102, 99, 101.0)]
    [InlineData(100, 101, 99, 101.0)]
    [InlineData(100, 100.99, 99, null)]
    [InlineData(103, 104, 100, 103.0)]
    public void Seller_gets_the_limit_or_a_better_open(double open, double high, double low, double? price)
    {
        var floor = new Floor();
        floor.Own(10, 100);
        var order = floor.Send(SellLimit(10, 101));
        floor.Minute((decimal)open, (decimal)high, (decimal)low, 100);
        Assert.Equal((decimal?)price, PriceOf(floor, order));
    }

    [Theory]
    [InlineData(100, 99, null)]
    [InlineData(100, 98.99, 99.0)]
    [InlineData(99, 99, null)]
    [InlineData(98.5, 98, 98.5)]
    public void Where_a_touch_is_not_enough_the_market_trades_through_the_limit(double open, double low, double? price)
    {
        var floor = new Floor(Any with { LimitFillsOnTouch = false });
        var order = floor.Send(BuyLimit(10, 99));
        floor.Minute((decimal)open, 101, (decimal)low, 100);
        Assert.Equal((decimal?)price, PriceOf(floor, order));
    }

    [Fact]
    public void Resting_limit_waits_over_the_night_for_its_price()
    {
        var floor = new Floor();
        var order = floor.Send(BuyLimit(10, 90));
        floor.Minute(100);
        floor.At(Tomorrow.Open);
        floor.Minute(89);
        Assert.Equal(89m, PriceOf(floor, order));
    }

    [Fact]
    public void Fill_inside_a_bar_is_known_at_its_end()
    {
        var floor = new Floor();
        var order = floor.Send(BuyLimit(10, 99));
        floor.Minute(100, 101, 98, 100);
        Assert.Equal(floor.Now, floor.Fill(order).Time);
    }

    [Fact]
    public void Limits_pay_no_slippage()
    {
        var floor = new Floor(Any with { Slippage = new Trading.Runtime.Exchange.Costs.PerShareSlippage(Price.FromDecimal(0.5m)) });
        var order = floor.Send(BuyLimit(10, 99));
        floor.Minute(100, 101, 98, 100);
        Assert.Equal(99m, PriceOf(floor, order));
    }
}
