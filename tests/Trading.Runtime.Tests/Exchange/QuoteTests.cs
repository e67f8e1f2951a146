using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class QuoteTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Buyer_pays_the_ask_and_seller_gets_the_bid()
    {
        var buy = _floor.Send(Buy(10));
        _floor.Quote(99.9m, 100.1m, 100);
        var sell = _floor.Send(Sell(10));
        _floor.Quote(99.8m, 100, 99.9m);
        Assert.Equal((Usd(100.1m), Usd(99.8m)), (_floor.Fill(buy).Price, _floor.Fill(sell).Price));
        Assert.Equal(_floor.Now, _floor.Fill(sell).Time);
    }

    [Theory]
    [InlineData(99, 99.0)]
    [InlineData(98.5, 98.5)]
    [InlineData(99.01, null)]
    public void Limit_trades_when_the_other_side_is_at_it_or_better(double ask, double? price)
    {
        var order = _floor.Send(BuyLimit(10, 99));
        _floor.Quote((decimal)ask - 0.5m, (decimal)ask, (decimal)ask);
        Assert.Equal((decimal?)price, _floor.Order(order).Fills is [var fill] ? fill.Price.ToDecimal() : null);
    }

    [Fact]
    public void Last_trade_wakes_a_stop_which_then_gets_the_bid()
    {
        _floor.Own(10, 100);
        var stop = _floor.Send(SellStop(10, 95), OrderRole.Stop);
        _floor.Quote(94.9m, 95.2m, 95.1m);
        Assert.Empty(_floor.Order(stop).Fills);
        _floor.Quote(94.7m, 95, 95);
        Assert.Equal(Usd(94.7m), _floor.Fill(stop).Price);
    }

    [Fact]
    public void Trailing_stop_follows_the_last_trade()
    {
        _floor.Own(10, 100);
        var stop = _floor.Send(OrderTerms.TrailingStop(OrderSide.Sell, 10, Trail.OfAmount(Usd(2))), OrderRole.Stop);
        _floor.Quote(104, 104.2m, 104.1m);
        _floor.Quote(102, 102.3m, 102.2m);
        Assert.Empty(_floor.Order(stop).Fills);
        _floor.Quote(102, 102.3m, 102.1m);
        Assert.Equal(Usd(102), _floor.Fill(stop).Price);
    }

    [Fact]
    public void Entry_brings_its_stop_to_life()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), SellStop(10, 95)));
        _floor.Quote(99.9m, 100.1m, 100);
        Assert.Equal(OrderState.Accepted, _floor.State(entry.Attached[0]));
        _floor.Quote(94, 94.2m, 94.1m);
        Assert.Equal((Usd(94), 0m), (_floor.Fill(entry.Attached[0]).Price, _floor.Held));
    }

    [Fact]
    public void Side_without_an_order_cannot_be_traded_with()
    {
        var order = _floor.Send(Buy(10));
        _floor.Quote(99, 0, 100);
        Assert.Empty(_floor.Order(order).Fills);
        var now = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.ImmediateOrCancel));
        _floor.Quote(99, 0, 100);
        Assert.Equal(OrderState.Canceled, _floor.State(now));
    }

    [Fact]
    public void Size_of_the_quote_bounds_what_trades_by_option()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills { QuoteSizeLimits = true } });
        var order = floor.Send(Buy(10));
        floor.Quote(99.9m, 100.1m, 100, size: 4);
        floor.Quote(99.9m, 100.2m, 100, size: 40);
        Assert.Equal([4m, 6m], floor.Order(order).Fills.Select(fill => fill.Quantity));
    }

    [Fact]
    public void Auctions_trade_at_the_first_quote_of_and_after_the_session()
    {
        _floor.At(Tomorrow.PreMarketOpen);
        var open = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheOpen));
        var close = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheClose));
        _floor.Quote(90, 91, 90.5m);
        _floor.At(Tomorrow.Open);
        _floor.Quote(100, 100.2m, 100.1m);
        _floor.At(Tomorrow.Close.AddSeconds(-10));
        _floor.Quote(102, 102.2m, 102.1m);
        Assert.Empty(_floor.Order(close).Fills);
        _floor.At(Tomorrow.Close);
        _floor.Quote(103, 103.4m, 103.1m);
        Assert.Equal((Usd(100.2m), Usd(103.1m)), (_floor.Fill(open).Price, _floor.Fill(close).Price));
    }

    [Fact]
    public void Older_quote_is_passed_over()
    {
        _floor.Quote(100, 100.2m, 100.1m);
        _floor.At(_floor.Now.AddMinutes(-5));
        var order = _floor.Send(Buy(10));
        _floor.Quote(90, 91, 90);
        Assert.Empty(_floor.Order(order).Fills);
    }
}
