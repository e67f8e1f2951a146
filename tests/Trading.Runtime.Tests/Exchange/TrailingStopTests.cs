using Trading.Orders;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class TrailingStopTests
{
    private readonly Floor _floor = new();

    private OrderTicket Trail(Trail trail)
    {
        _floor.Own(10, 100);
        return _floor.Send(OrderTerms.TrailingStop(OrderSide.Sell, 10, trail), OrderRole.Stop);
    }

    [Fact]
    public void Trail_follows_the_highs_and_triggers_at_its_distance()
    {
        var stop = Trail(Trading.Orders.Trail.OfAmount(Usd(5)));
        _floor.Minute(101, 110, 100, 109);   // the stop comes to 105
        _floor.Minute(108, 109, 106, 107);
        Assert.Empty(_floor.Order(stop).Fills);
        _floor.Minute(107, 107, 104, 105);
        Assert.Equal(Usd(105), _floor.Fill(stop).Price);
    }

    [Fact]
    public void High_of_a_bar_moves_the_stop_only_after_that_bar()
    {
        var stop = Trail(Trading.Orders.Trail.OfAmount(Usd(5)));
        _floor.Minute(100, 110, 96, 109);   // 105 would have been in reach
        Assert.Empty(_floor.Order(stop).Fills);
        _floor.Minute(104);
        Assert.Equal(Usd(104), _floor.Fill(stop).Price);
    }

    [Fact]
    public void Trail_never_steps_back()
    {
        var stop = Trail(Trading.Orders.Trail.OfAmount(Usd(5)));
        _floor.Minute(109, 110, 108, 108);
        _floor.Minute(107, 107.5m, 106, 106);
        _floor.Minute(106, 106, 105, 105);
        Assert.Equal(Usd(105), _floor.Fill(stop).Price);
    }

    [Fact]
    public void Trail_of_percent_keeps_its_part_of_the_best_price()
    {
        var stop = Trail(Trading.Orders.Trail.OfPercent(10));
        _floor.Minute(100, 120, 100, 119);
        _floor.Minute(119, 119, 108, 110);
        Assert.Equal(Usd(108), _floor.Fill(stop).Price);
    }

    [Fact]
    public void Short_is_trailed_from_the_lows()
    {
        _floor.Own(-10, 100);
        var stop = _floor.Send(OrderTerms.TrailingStop(OrderSide.BuyToCover, 10, Trading.Orders.Trail.OfAmount(Usd(5))), OrderRole.Stop);
        _floor.Minute(99, 99, 90, 91);
        _floor.Minute(92, 96, 91, 95);
        Assert.Equal(Usd(95), _floor.Fill(stop).Price);
    }

    [Fact]
    public void Trail_that_knows_no_price_begins_at_the_first_open()
    {
        var order = _floor.Send(OrderTerms.TrailingStop(OrderSide.Buy, 10, Trading.Orders.Trail.OfAmount(Usd(5))));
        _floor.Minute(100, 104, 98, 99);
        Assert.Empty(_floor.Order(order).Fills);
        _floor.Minute(99, 104, 99, 100);
        Assert.Equal(Usd(103), _floor.Fill(order).Price);
    }

    [Fact]
    public void Trail_does_not_move_outside_its_hours()
    {
        var stop = Trail(Trading.Orders.Trail.OfAmount(Usd(5)));
        _floor.At(Today.Close);
        _floor.Minute(120);
        _floor.At(Tomorrow.Open);
        _floor.Minute(101, 101, 96, 100);
        Assert.Empty(_floor.Order(stop).Fills);
    }
}
