using Trading.Orders;
using Trading.Runtime.Exchange;
using Trading.Runtime.Exchange.Costs;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

/// <summary>What may be sold and bought on which side: the marking of orders, shares spoken for, and borrowed shares.</summary>
public class SideTests
{
    private readonly Floor _floor = new();

    private static OrderTerms Short(decimal quantity) => OrderTerms.Market(OrderSide.SellShort, quantity);

    private static OrderTerms Cover(decimal quantity) => OrderTerms.Market(OrderSide.BuyToCover, quantity);

    [Fact]
    public void Nobody_sells_more_than_is_held()
    {
        _floor.Own(10, 100);
        Assert.Equal(RejectionCodes.QuantityUnavailable, _floor.Refused(Sell(11)));
        _floor.Send(Sell(10));
    }

    [Fact]
    public void Nobody_covers_more_than_is_short()
    {
        Assert.Equal(RejectionCodes.QuantityUnavailable, _floor.Refused(Cover(1)));
        _floor.Own(-10, 100);
        Assert.Equal(RejectionCodes.QuantityUnavailable, _floor.Refused(Cover(11)));
        _floor.Send(Cover(10));
        _floor.Minute(90);
        Assert.Equal((0m, 100_100m), (_floor.Held, _floor.Exchange.Cash));
    }

    [Fact]
    public void Shares_that_a_stop_is_to_sell_are_spoken_for()
    {
        _floor.Own(10, 100);
        var stop = _floor.Send(SellStop(8, 95), OrderRole.Stop);
        Assert.Equal(RejectionCodes.QuantityUnavailable, _floor.Refused(Sell(3)));
        _floor.Send(Sell(2));
        _floor.Cancel(stop.Id.Value);
        _floor.Send(Sell(8));
    }

    [Fact]
    public void Where_shares_are_not_reserved_the_later_order_finds_none_left()
    {
        var floor = new Floor(Any with { ReservesShares = false });
        floor.Own(10, 100);
        var stop = floor.Send(SellStop(10, 95), OrderRole.Stop);
        floor.Send(Sell(7));
        floor.Minute(100);
        floor.Minute(94);
        Assert.Equal((OrderState.Canceled, 3m), (floor.State(stop), floor.Order(stop).Filled));
        Assert.Equal(0, floor.Held);
    }

    [Fact]
    public void What_is_held_is_sold_before_anything_is_sold_short()
    {
        _floor.Own(10, 100);
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(Short(5)));
    }

    [Fact]
    public void What_is_short_is_covered_before_anything_is_bought()
    {
        _floor.Own(-10, 100);
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(Buy(5)));
    }

    [Fact]
    public void Entries_on_both_sides_of_a_symbol_would_trade_with_each_other()
    {
        var buy = _floor.Send(BuyLimit(10, 90));
        Assert.Equal(RejectionCodes.WashTrade, _floor.Refused(Short(10)));
        _floor.Cancel(buy.Id.Value);
        _floor.Send(Short(10));
        Assert.Equal(RejectionCodes.WashTrade, _floor.Refused(BuyLimit(10, 90)));
    }

    [Fact]
    public void What_cannot_be_borrowed_is_not_sold_short()
    {
        Assert.Equal(RejectionCodes.NotShortable, new Floor(Any with { Borrow = new NoBorrow() }).Refused(Short(10)));
        var listed = new Floor(Any with { Borrow = new ListedBorrow([KeyValuePair.Create(Stock, 0.1m)]) });
        listed.Send(Short(10));
        Assert.Equal(RejectionCodes.NotShortable, listed.Refused(Short(10), "GME"));
    }

    [Fact]
    public void Borrowed_shares_cost_a_fee_for_each_night()
    {
        var floor = new Floor(Any with { Borrow = new AllBorrow(0.36m) });
        floor.Own(-100, 100);
        Assert.Equal(0, floor.Exchange.BorrowFees);
        floor.At(Tomorrow.Open);
        floor.Minute(110); // one night at 100
        Assert.Equal((10m, 109_990m), (floor.Exchange.BorrowFees, floor.Exchange.Cash));
        floor.At(WeekdayCalendar.Of(Monday.AddDays(7)).Open);
        floor.Minute(110); // six more nights, the weekend among them, at 110
        Assert.Equal(10m + 66m, floor.Exchange.BorrowFees);
        floor.Send(Cover(100));
        floor.Minute(110);
        floor.At(WeekdayCalendar.Of(Monday.AddDays(9)).Open);
        floor.Minute(110);
        Assert.Equal(76m, floor.Exchange.BorrowFees);
    }

    [Fact]
    public void Short_that_is_covered_within_the_day_costs_no_fee()
    {
        var floor = new Floor(Any with { Borrow = new AllBorrow(0.36m) });
        floor.Own(-100, 100);
        floor.Send(Cover(100));
        floor.Minute(100);
        floor.At(Tomorrow.Open);
        floor.Minute(100);
        Assert.Equal(0, floor.Exchange.BorrowFees);
    }
}
