using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class CorporateActionTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Dividend_is_paid_to_the_long_and_taken_from_the_short()
    {
        _floor.Own(10, 100);
        Pay(_floor, 0.24m);
        Assert.Equal(100_000m - 1_000m + 2.40m, _floor.Exchange.Cash);
        var shorted = new Floor();
        shorted.Own(-10, 100);
        Pay(shorted, 0.24m);
        Assert.Equal(100_000m + 1_000m - 2.40m, shorted.Exchange.Cash);
    }

    [Fact]
    public void Split_changes_shares_and_prices_and_no_worth()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), SellStop(10, 90), SellLimit(10, 120)));
        _floor.Minute(100);
        _floor.News.Clear();
        Split(4, 1);
        Assert.Equal(100_000m, _floor.Exchange.Equity);
        Assert.Equal((40m, 25m), (_floor.Held, _floor.Exchange.PositionOf(Stock)!.AveragePrice));
        var stop = _floor.Order(entry.Attached[0]).Terms;
        Assert.Equal((40m, Usd(22.50m)), (stop.Quantity, stop.StopPrice));
        _floor.Minute(22);
        Assert.Equal((OrderState.Filled, 0m), (_floor.State(entry.Attached[0]), _floor.Held));
        Assert.Equal([entry.Attached[0].Id.Value, entry.Attached[1].Id.Value], _floor.News.Where(news => news.Terms is not null).Select(news => news.ClientOrderId));
    }

    [Fact]
    public void Fraction_left_by_a_reverse_split_is_paid_out()
    {
        _floor.Own(15, 100);
        var stop = _floor.Send(SellStop(15, 90), OrderRole.Stop);
        Split(1, 10);
        Assert.Equal((1m, 1_000m), (_floor.Held, _floor.Exchange.PositionOf(Stock)!.AveragePrice));
        Assert.Equal((1m, Usd(900)), (_floor.Order(stop).Terms.Quantity, _floor.Order(stop).Terms.StopPrice));
        Assert.Equal((100_000m - 1_500m + 500m, 100_000m), (_floor.Exchange.Cash, _floor.Exchange.Equity));
    }

    [Fact]
    public void Order_without_a_whole_share_left_is_canceled()
    {
        var order = _floor.Send(BuyLimit(5, 10));
        Split(1, 10);
        Assert.Equal((OrderState.Canceled, 200_000m), (_floor.State(order), _floor.Exchange.BuyingPower));
    }

    [Fact]
    public void Entry_that_waits_through_a_split_brings_split_orders_to_life()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 100), SellStop(10, 90)));
        Split(2, 1);
        _floor.Minute(50);
        Assert.Equal(20m, _floor.Held);
        _floor.Minute(46, 46, 44, 45);
        Assert.Equal((20m, Usd(45)), (_floor.Fill(entry.Attached[0]).Quantity, _floor.Fill(entry.Attached[0]).Price));
    }

    [Fact]
    public void Trailing_stop_keeps_its_place_through_a_split()
    {
        _floor.Own(10, 100);
        var stop = _floor.Send(OrderTerms.TrailingStop(OrderSide.Sell, 10, Trail.OfAmount(Usd(10))), OrderRole.Stop);
        _floor.Minute(110);
        Split(2, 1);
        _floor.Minute(54, 54, 49, 50);
        Assert.Equal((20m, Usd(50)), (_floor.Fill(stop).Quantity, _floor.Fill(stop).Price));
    }

    [Fact]
    public void Action_waits_for_its_ex_date_and_comes_before_that_days_trading()
    {
        _floor.At(Today.PreMarketOpen);
        _floor.Send(Buy(10));
        _floor.Exchange.Apply(new CashDividend(Stock, Monday.AddDays(1), Usd(1)));
        _floor.Exchange.Apply(new Split(Stock, Monday.AddDays(1), 2, 1));
        _floor.Day(100, 100, 100, 100);
        Assert.Equal((10m, 99_000m), (_floor.Held, _floor.Exchange.Cash));
        _floor.Send(Buy(1));
        _floor.Day(50, 50, 50, 50);
        // The order of the evening before is for two new shares, and what is bought on the day gets no dividend.
        Assert.Equal((22m, 99_000m + 20m - 100m), (_floor.Held, _floor.Exchange.Cash));
    }

    private void Split(int to, int from) => _floor.Exchange.Apply(new Split(Stock, Monday, to, from));

    private static void Pay(Floor floor, decimal amount) => floor.Exchange.Apply(new CashDividend(Stock, Monday, Usd(amount)));
}
