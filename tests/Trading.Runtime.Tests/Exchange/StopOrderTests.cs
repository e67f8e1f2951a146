using Trading.Orders;
using Trading.Runtime.Exchange;
using Trading.Runtime.Exchange.Costs;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class StopOrderTests
{
    [Theory]
    [InlineData(100, 94, 95.0)]    // through the stop
    [InlineData(100, 95, 95.0)]    // at the stop
    [InlineData(100, 95.01, null)]
    [InlineData(92, 91, 92.0)]     // gapped through: at the open
    public void Sell_stop_fills_at_the_stop_or_at_the_open_that_gapped_through(double open, double low, double? price)
    {
        var floor = new Floor();
        floor.Own(10, 100);
        var stop = floor.Send(SellStop(10, 95), OrderRole.Stop);
        floor.Minute((decimal)open, 101, (decimal)low, (decimal)open);
        Assert.Equal((decimal?)price, floor.Order(stop).Fills is [var fill] ? fill.Price.ToDecimal() : null);
    }

    [Theory]
    [InlineData(100, 106, 105.0)]
    [InlineData(100, 105, 105.0)]
    [InlineData(100, 104.99, null)]
    [InlineData(108, 109, 108.0)]
    public void Buy_stop_fills_at_the_stop_or_at_the_open_that_gapped_through(double open, double high, double? price)
    {
        var floor = new Floor();
        var stop = floor.Send(OrderTerms.Stop(OrderSide.Buy, 10, Usd(105)));
        floor.Minute((decimal)open, (decimal)high, 99, (decimal)open);
        Assert.Equal((decimal?)price, floor.Order(stop).Fills is [var fill] ? fill.Price.ToDecimal() : null);
    }

    [Fact]
    public void Stop_pays_slippage_on_top_even_below_the_low()
    {
        var floor = new Floor(Any with { Slippage = new PerShareSlippage(Usd(0.25m)) });
        floor.Own(10, 100);
        var stop = floor.Send(SellStop(10, 95), OrderRole.Stop);
        floor.Minute(96, 97, 95, 96);
        Assert.Equal(Usd(94.75m), floor.Fill(stop).Price);
    }

    [Fact]
    public void Triggered_stop_that_finds_too_few_shares_goes_on_at_the_next_open()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        floor.Own(10, 100);
        var stop = floor.Send(SellStop(10, 95), OrderRole.Stop);
        floor.Minute(96, 97, 94, 96, volume: 60);
        Assert.Equal((OrderState.PartiallyFilled, 6m), (floor.State(stop), floor.Order(stop).Filled));
        floor.Minute(99);
        Assert.Equal([95m, 99m], floor.Order(stop).Fills.Select(fill => fill.Price.ToDecimal()));
    }

    [Theory]
    [InlineData(100, 106, 99, 101, 105.0)]     // triggered inside: at the stop, which is within the limit
    [InlineData(105.5, 107, 105, 106, 105.5)]  // triggered at the open, within the limit
    [InlineData(108, 109, 107, 108, null)]     // gapped beyond the limit and stayed there
    [InlineData(108, 109, 105.8, 108, 106.0)]  // gapped beyond the limit and came back
    public void Stop_limit_is_a_stop_that_pays_no_more_than_its_limit(double open, double high, double low, double close, double? price)
    {
        var floor = new Floor();
        var order = floor.Send(OrderTerms.StopLimit(OrderSide.Buy, 10, Usd(105), Usd(106)));
        floor.Minute((decimal)open, (decimal)high, (decimal)low, (decimal)close);
        Assert.Equal((decimal?)price, floor.Order(order).Fills is [var fill] ? fill.Price.ToDecimal() : null);
    }

    [Fact]
    public void Stop_limit_left_behind_by_a_gap_rests_at_its_limit()
    {
        var floor = new Floor();
        var order = floor.Send(OrderTerms.StopLimit(OrderSide.Buy, 10, Usd(105), Usd(106)));
        floor.Minute(108);
        floor.Minute(107, 107, 105, 106);
        Assert.Equal(Usd(106), floor.Fill(order).Price);
    }

    [Fact]
    public void Slippage_of_a_stop_limit_ends_at_its_limit()
    {
        var floor = new Floor(Any with { Slippage = new PerShareSlippage(Usd(3)) });
        var order = floor.Send(OrderTerms.StopLimit(OrderSide.Buy, 10, Usd(105), Usd(106)));
        floor.Minute(100, 107, 99, 105);
        Assert.Equal(Usd(106), floor.Fill(order).Price);
    }

    [Theory]
    [InlineData(101, 104.0)]  // the close is beyond the limit, so the price came by after the trigger
    [InlineData(105, null)]   // the low may have come before the trigger
    public void Stop_limit_with_its_limit_on_the_near_side_trusts_only_the_close(double close, double? price)
    {
        var floor = new Floor();
        var order = floor.Send(OrderTerms.StopLimit(OrderSide.Buy, 10, Usd(105), Usd(104)));
        floor.Minute(102, 106, 100, (decimal)close);
        Assert.Equal((decimal?)price, floor.Order(order).Fills is [var fill] ? fill.Price.ToDecimal() : null);
    }
}
