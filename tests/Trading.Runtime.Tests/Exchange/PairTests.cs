using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

/// <summary>One cancels the other, for orders that are sent on their own.</summary>
public class PairTests
{
    private readonly Floor _floor = new(new ExchangeOptions { Fills = new VolumeFills(0.1m) });

    private (OrderTicket Stop, OrderTicket Target) Pair()
    {
        _floor.Own(100, 100);
        var stop = _floor.Ticket(SellStop(100, 95), OrderRole.Stop);
        var target = _floor.Ticket(SellLimit(100, 110), OrderRole.Target) with { Link = stop.Id };
        return (_floor.Send(stop with { Link = target.Id }), _floor.Send(target));
    }

    [Fact]
    public void Pair_needs_the_shares_only_once()
    {
        Pair();
        Assert.Equal(RejectionCodes.QuantityUnavailable, _floor.Refused(Sell(1)));
    }

    [Fact]
    public void Whole_fill_of_one_cancels_the_other()
    {
        var (stop, target) = Pair();
        _floor.Minute(94);
        Assert.Equal((OrderState.Filled, OrderState.Canceled), (_floor.State(stop), _floor.State(target)));
    }

    [Fact]
    public void Whole_fill_of_the_smaller_entry_cancels_the_larger()
    {
        var large = _floor.Ticket(BuyLimit(100, 90));
        var small = _floor.Ticket(OrderTerms.Stop(OrderSide.Buy, 50, Usd(110))) with { Link = large.Id };
        _floor.Send(large);
        _floor.Send(small);
        _floor.Minute(110);
        Assert.Equal((OrderState.Filled, OrderState.Canceled), (_floor.State(small), _floor.State(large)));
    }

    [Fact]
    public void Part_of_one_takes_its_shares_off_the_other()
    {
        var (stop, target) = Pair();
        _floor.Minute(110, 110, 109, 110, volume: 300);
        Assert.Equal((30m, 70m), (_floor.Order(target).Filled, _floor.Order(stop).Terms.Quantity));
        Assert.Equal(70m, _floor.News.Last(news => news.Terms is not null).Terms!.Quantity);
    }

    [Fact]
    public void Cancel_of_one_leaves_the_other()
    {
        var (stop, target) = Pair();
        _floor.Cancel(target.Id.Value);
        Assert.Equal(OrderState.Accepted, _floor.State(stop));
        _floor.Minute(94);
        Assert.Equal((OrderState.Filled, 0m), (_floor.State(stop), _floor.Held));
    }

    [Fact]
    public void Moved_side_is_still_one_of_the_pair()
    {
        var (stop, target) = Pair();
        Assert.True(_floor.Replace(stop.Id.Value, stop.Id.ClientOrderId(1), SellStop(100, 97)).IsDone);
        _floor.Minute(96);
        Assert.Equal(OrderState.Canceled, _floor.State(target));
    }

    [Fact]
    public void Other_side_of_what_has_traded_is_refused()
    {
        _floor.Own(100, 100);
        var stop = _floor.Send(SellStop(50, 95), OrderRole.Stop);
        _floor.Minute(94);
        var late = _floor.Ticket(SellLimit(50, 110), OrderRole.Target) with { Link = stop.Id };
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(late));
    }

    [Fact]
    public void Pair_of_entries_ties_up_money_only_for_what_is_left()
    {
        var low = _floor.Ticket(BuyLimit(100, 90));
        var high = _floor.Ticket(OrderTerms.Stop(OrderSide.Buy, 100, Usd(110))) with { Link = low.Id };
        _floor.Send(low);
        _floor.Send(high);
        _floor.Minute(90, 91, 90, 90, volume: 400);
        Assert.Equal((40m, 60m), (_floor.Order(low).Filled, _floor.Order(high).Terms.Quantity));
        _floor.Minute(90);
        Assert.Equal((OrderState.Filled, OrderState.Canceled), (_floor.State(low), _floor.State(high)));
        Assert.Equal(2 * (100_000m - 4_500m), _floor.Exchange.BuyingPower);
    }
}
