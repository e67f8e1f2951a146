using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class BracketTests
{
    private readonly Floor _floor = new();

    private static OrderTicket Stop(OrderTicket entry) => entry.Attached[0];

    private static OrderTicket Target(OrderTicket entry) => entry.Attached[1];

    private static Price PriceOf(Floor floor, OrderTicket order) => floor.Fill(order).Price;

    [Fact]
    public void Attached_orders_are_held_until_the_entry_fills()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 99), SellStop(10, 95), SellLimit(10, 110)));
        Assert.Equal((OrderState.PendingSubmission, "held"), (_floor.State(Stop(entry)), _floor.Order(Stop(entry)).Status));
        Assert.Equal(entry.Attached.Select(attached => attached.Id.Value), _floor.Order(entry).Legs.Select(leg => leg.ClientOrderId));
        _floor.Minute(98);
        Assert.Equal(
            [(entry.Id.Value, OrderState.Accepted), (entry.Id.Value, OrderState.Filled),
             (Stop(entry).Id.Value, OrderState.Accepted), (Target(entry).Id.Value, OrderState.Accepted)],
            _floor.News.Select(news => (news.ClientOrderId, news.State!.Value)));
    }

    [Fact]
    public void Entry_at_the_open_may_be_stopped_out_in_the_same_bar()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), SellStop(10, 95), SellLimit(10, 110)));
        _floor.Minute(100, 105, 94, 100);
        Assert.Equal(Usd(100), PriceOf(_floor, entry));
        Assert.Equal(Usd(95), PriceOf(_floor, Stop(entry)));
        Assert.Equal(OrderState.Canceled, _floor.State(Target(entry)));
        Assert.Equal(0, _floor.Held);
    }

    [Fact]
    public void Entry_at_the_open_may_reach_its_target_in_the_same_bar()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), SellStop(10, 95), SellLimit(10, 110)));
        _floor.Minute(100, 111, 96, 100);
        Assert.Equal(Usd(110), PriceOf(_floor, Target(entry)));
        Assert.Equal(OrderState.Canceled, _floor.State(Stop(entry)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_both_in_reach_the_stop_comes_before_the_target(bool isSameBar)
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), SellStop(10, 95), SellLimit(10, 110)));
        if (!isSameBar) _floor.Minute(100);
        _floor.Minute(100, 111, 94, 100);
        Assert.Equal(Usd(95), PriceOf(_floor, Stop(entry)));
        Assert.Equal((OrderState.Canceled, 0m), (_floor.State(Target(entry)), _floor.Order(Target(entry)).Filled));
    }

    [Fact]
    public void Target_at_the_open_is_known_to_come_before_the_stop()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), SellStop(10, 95), SellLimit(10, 110)));
        _floor.Minute(100);
        _floor.Minute(112, 113, 94, 100);
        Assert.Equal(Usd(112), PriceOf(_floor, Target(entry)));
    }

    [Fact]
    public void Entry_that_opens_beyond_its_stop_is_stopped_out_at_the_open()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), SellStop(10, 95)));
        _floor.Minute(93, 94, 92, 93);
        Assert.Equal((Usd(93), Usd(93)), (PriceOf(_floor, entry), PriceOf(_floor, Stop(entry))));
    }

    [Fact]
    public void Limit_entry_inside_a_bar_meets_its_stop_in_the_same_bar()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 99), SellStop(10, 95), SellLimit(10, 110)));
        _floor.Minute(100, 101, 94, 100);
        Assert.Equal((Usd(99), Usd(95)), (PriceOf(_floor, entry), PriceOf(_floor, Stop(entry))));
    }

    [Fact]
    public void Entry_inside_a_bar_leaves_its_target_for_the_next_bar()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 99), SellStop(10, 95), SellLimit(10, 110)));
        _floor.Minute(100, 111, 98, 105); // the high may have come before the entry
        Assert.Equal(OrderState.Accepted, _floor.State(Target(entry)));
        _floor.Minute(111);
        Assert.Equal(Usd(111), PriceOf(_floor, Target(entry)));
    }

    [Theory]
    [InlineData(100, 96, 103, true)]    // the low may have come after the entry
    [InlineData(98, 98, 103, false)]    // the low is the open, which came before the entry
    [InlineData(97, 97, 97, true)]      // the close came after the entry
    public void Stop_entry_inside_a_bar_is_held_against_what_is_left_of_it(double open, double low, double close, bool isStopped)
    {
        var entry = _floor.Send(_floor.Bracket(OrderTerms.Stop(OrderSide.Buy, 10, Usd(102)), SellStop(10, 99)));
        _floor.Minute((decimal)open, 104, (decimal)low, (decimal)close);
        Assert.Equal(Usd(102), PriceOf(_floor, entry));
        Assert.Equal(isStopped ? OrderState.Filled : OrderState.Accepted, _floor.State(Stop(entry)));
        if (isStopped) Assert.Equal(Usd(99), PriceOf(_floor, Stop(entry)));
    }

    [Fact]
    public void Short_bracket_is_the_mirror_of_a_long_one()
    {
        var entry = _floor.Send(_floor.Bracket(
            OrderTerms.Limit(OrderSide.SellShort, 10, Usd(101)),
            OrderTerms.Stop(OrderSide.BuyToCover, 10, Usd(105)),
            OrderTerms.Limit(OrderSide.BuyToCover, 10, Usd(90), TimeInForce.GoodTilCanceled)));
        _floor.Minute(100, 106, 89, 100);
        Assert.Equal((Usd(101), Usd(105)), (PriceOf(_floor, entry), PriceOf(_floor, Stop(entry))));
        Assert.Equal(OrderState.Canceled, _floor.State(Target(entry)));
        Assert.Equal(0, _floor.Held);
    }

    [Fact]
    public void Attached_orders_grow_with_the_entry()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var entry = floor.Send(floor.Bracket(BuyLimit(100, 99), SellStop(100, 95), SellLimit(100, 110)));
        floor.Minute(98, 99, 97, 98, volume: 300);
        Assert.Equal((30m, 30m), (floor.Order(Stop(entry)).Terms.Quantity, floor.Order(Target(entry)).Terms.Quantity));
        floor.News.Clear();
        floor.Minute(98, 99, 97, 98, volume: 400);
        Assert.Equal(70m, floor.Order(Stop(entry)).Terms.Quantity);
        Assert.Equal([Stop(entry).Id.Value, Target(entry).Id.Value], floor.News.Where(IsNewTerms).Select(news => news.ClientOrderId));
        Assert.All(floor.News.Where(IsNewTerms), news => Assert.Equal(70m, news.Terms!.Quantity));
    }

    [Fact]
    public void Entry_that_ends_without_a_fill_takes_its_attached_orders_along()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 90, TimeInForce.Day), SellStop(10, 85), SellLimit(10, 110)));
        _floor.At(Today.Close.AddMinutes(-1));
        _floor.Minute(100);
        Assert.Equal((OrderState.Expired, OrderState.Canceled, OrderState.Canceled), (_floor.State(entry), _floor.State(Stop(entry)), _floor.State(Target(entry))));
        Assert.Equal(3, _floor.News.Count(news => news.State is OrderState.Expired or OrderState.Canceled));
    }

    [Fact]
    public void Entry_that_ends_part_filled_leaves_its_shares_protected()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var entry = floor.Send(floor.Bracket(BuyLimit(100, 99), SellStop(100, 95), SellLimit(100, 110)));
        floor.Minute(98, 99, 97, 98, volume: 300);
        Assert.True(floor.Cancel(entry.Id.Value).IsDone);
        Assert.Equal((OrderState.Accepted, 30m), (floor.State(Stop(entry)), floor.Order(Stop(entry)).Terms.Quantity));
        Assert.Contains(floor.News, news => IsNewTerms(news) && news.ClientOrderId == Stop(entry).Id.Value && news.Terms!.Quantity == 30);
        floor.Minute(94);
        Assert.Equal((OrderState.Filled, OrderState.Canceled, 0m), (floor.State(Stop(entry)), floor.State(Target(entry)), floor.Held));
    }

    [Fact]
    public void When_the_exit_begins_the_rest_of_the_entry_stays_out()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var entry = floor.Send(floor.Bracket(BuyLimit(100, 99), SellStop(100, 95), SellLimit(100, 110)));
        floor.Minute(98, 99, 97, 98, volume: 300);
        floor.Minute(97, 98, 94, 95, volume: 0); // triggers the stop though nothing trades
        Assert.Equal((OrderState.Canceled, 30m), (floor.State(entry), floor.Order(entry).Filled));
        floor.Minute(94);
        Assert.Equal((OrderState.Filled, 0m), (floor.State(Stop(entry)), floor.Held));
    }

    [Fact]
    public void Part_of_the_target_takes_its_shares_off_the_stop()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var entry = floor.Send(floor.Bracket(Buy(100), SellStop(100, 95), SellLimit(100, 110)));
        floor.Minute(100);
        floor.Minute(109, 111, 108, 109, volume: 400);
        Assert.Equal((OrderState.PartiallyFilled, 40m), (floor.State(Target(entry)), floor.Order(Target(entry)).Filled));
        Assert.Equal((OrderState.Accepted, 60m), (floor.State(Stop(entry)), floor.Order(Stop(entry)).Terms.Quantity));
        floor.Minute(94);
        Assert.Equal((OrderState.Filled, 60m), (floor.State(Stop(entry)), floor.Order(Stop(entry)).Filled));
        Assert.Equal((OrderState.Canceled, 40m, 0m), (floor.State(Target(entry)), floor.Order(Target(entry)).Filled, floor.Held));
    }

    [Fact]
    public void Canceled_stop_stays_canceled_when_the_entry_fills()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 99), SellStop(10, 95), SellLimit(10, 110)));
        Assert.Equal(OrderState.Canceled, _floor.Cancel(Stop(entry).Id.Value).Value!.State);
        _floor.Minute(98);
        Assert.Equal((OrderState.Canceled, OrderState.Accepted), (_floor.State(Stop(entry)), _floor.State(Target(entry))));
        _floor.Minute(90);
        Assert.Equal(10, _floor.Held);
    }

    [Fact]
    public void Held_stop_comes_alive_on_the_terms_it_was_given_meanwhile()
    {
        var entry = _floor.Send(_floor.Bracket(BuyLimit(10, 99), SellStop(10, 95)));
        Assert.True(_floor.Replace(Stop(entry).Id.Value, Stop(entry).Id.ClientOrderId(1), SellStop(10, 97)).IsDone);
        _floor.Minute(98.5m);
        _floor.Minute(98, 98, 96.5m, 97);
        Assert.Equal(Usd(97), Assert.Single(_floor.Find(Stop(entry).Id.ClientOrderId(1)).Value!.Fills).Price);
    }

    [Fact]
    public void Moving_a_stop_while_the_entry_fills_keeps_it_at_the_size_of_the_position()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var entry = floor.Send(floor.Bracket(BuyLimit(100, 99), SellStop(100, 95)));
        floor.Minute(98, 99, 97, 98, volume: 300);
        var moved = floor.Replace(Stop(entry).Id.Value, Stop(entry).Id.ClientOrderId(1), SellStop(100, 96)).Value!;
        Assert.Equal((30m, Usd(96)), (moved.Terms.Quantity, moved.Terms.StopPrice));
        floor.Minute(98, 99, 97, 98, volume: 700);
        Assert.Equal(100m, floor.Find(Stop(entry).Id.ClientOrderId(1)).Value!.Terms.Quantity);
    }

    [Fact]
    public void Target_for_part_of_the_shares_leaves_the_rest_to_the_stop()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(100), SellStop(100, 95), SellLimit(40, 110)));
        _floor.Minute(100);
        Assert.Equal((100m, 40m), (_floor.Order(Stop(entry)).Terms.Quantity, _floor.Order(Target(entry)).Terms.Quantity));
        _floor.Minute(111);
        Assert.Equal((OrderState.Filled, OrderState.Accepted, 60m), (_floor.State(Target(entry)), _floor.State(Stop(entry)), _floor.Order(Stop(entry)).Terms.Quantity));
        _floor.Minute(94);
        Assert.Equal((OrderState.Filled, 0m), (_floor.State(Stop(entry)), _floor.Held));
    }

    [Fact]
    public void Attached_trailing_stop_starts_at_the_entry()
    {
        var entry = _floor.Send(_floor.Bracket(Buy(10), OrderTerms.TrailingStop(OrderSide.Sell, 10, Trail.OfAmount(Usd(3)))));
        _floor.Minute(100, 106, 99, 105);
        Assert.Equal(OrderState.Accepted, _floor.State(Stop(entry)));
        _floor.Minute(105, 105, 102, 103);
        Assert.Equal(Usd(103), PriceOf(_floor, Stop(entry)));
    }

    [Theory]
    [InlineData(OrderSide.SellShort)]
    [InlineData(OrderSide.Buy)]
    public void Attached_orders_only_close(OrderSide side)
    {
        var entry = side == OrderSide.SellShort ? Buy(10) : OrderTerms.Market(OrderSide.SellShort, 10);
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(_floor.Bracket(entry, OrderTerms.Stop(side, 10, Usd(95)))));
    }

    [Fact]
    public void Attached_order_is_not_sent_on_its_own()
    {
        var entry = _floor.Bracket(Buy(10), SellStop(10, 95));
        Assert.Equal(RejectionCodes.InvalidOrder, _floor.Refused(Stop(entry)));
    }

    private static bool IsNewTerms(BrokerUpdate news) => news is { State: null, Terms: not null };
}
