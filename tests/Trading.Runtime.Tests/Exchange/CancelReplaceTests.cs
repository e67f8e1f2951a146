using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class CancelReplaceTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Canceled_order_does_not_trade()
    {
        var order = _floor.Send(BuyLimit(10, 99));
        var answer = _floor.Cancel(order.Id.Value);
        Assert.Equal((BrokerOutcome.Done, OrderState.Canceled), (answer.Outcome, answer.Value!.State));
        Assert.Equal(OrderState.Canceled, _floor.News[^1].State);
        _floor.Minute(98);
        Assert.Equal(0, _floor.Held);
    }

    [Fact]
    public void Unknown_order_is_not_found() => Assert.Equal(BrokerOutcome.NotFound, _floor.Cancel("nobody").Outcome);

    [Fact]
    public void Cancel_that_comes_after_the_fill_is_told_of_the_fill()
    {
        var order = _floor.Send(Buy(10));
        _floor.Minute(100);
        var answer = _floor.Cancel(order.Id.Value);
        Assert.Equal((BrokerOutcome.NoLongerOpen, OrderState.Filled, 10m), (answer.Outcome, answer.Value!.State, answer.Value.Filled));
    }

    [Fact]
    public void Cancel_after_part_of_the_fill_keeps_the_shares()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var order = floor.Send(BuyLimit(10, 100));
        floor.Minute(100, 100, 100, 100, volume: 40);
        Assert.Equal((OrderState.Canceled, 4m), (floor.Cancel(order.Id.Value).Value!.State, floor.Held));
    }

    [Fact]
    public void Replacement_is_another_order_at_the_broker()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        _floor.News.Clear();
        var answer = _floor.Replace(order.Id.Value, "new", BuyLimit(20, 95));
        Assert.Equal(("new", "X2", OrderState.Accepted), (answer.Value!.ClientOrderId, answer.Value.BrokerOrderId, answer.Value.State));
        var old = _floor.Order(order);
        Assert.Equal(((OrderState?)null, "X2", "replaced"), (old.State, old.ReplacedBy, old.Status));
        var news = Assert.Single(_floor.News);
        Assert.Equal(("new", "X2", (OrderState?)null, BuyLimit(20, 95)), (news.ClientOrderId, news.BrokerOrderId, news.State, news.Terms));
        _floor.Minute(94);
        Assert.Equal((20m, Usd(94)), (_floor.Held, _floor.Find("new").Value!.Fills[0].Price));
    }

    [Fact]
    public void Replacement_keeps_what_has_filled()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var order = floor.Send(BuyLimit(10, 100));
        floor.Minute(100, 100, 100, 100, volume: 40);
        var replaced = floor.Replace(order.Id.Value, "new", BuyLimit(12, 101)).Value!;
        Assert.Equal((OrderState.PartiallyFilled, 4m, 1), (replaced.State, replaced.Filled, replaced.Fills.Length));
        floor.Minute(101);
        Assert.Equal((12m, OrderState.Filled), (floor.Held, floor.Find("new").Value!.State));
        Assert.Equal(["X1-1", "X2-2"], floor.Find("new").Value!.Fills.Select(fill => fill.ExecutionId));
    }

    [Fact]
    public void Replacement_trades_only_from_its_own_time_on()
    {
        var start = _floor.Now;
        var order = _floor.Send(BuyLimit(10, 90));
        _floor.At(start.AddSeconds(30));
        _floor.Replace(order.Id.Value, "new", BuyLimit(10, 100));
        _floor.Bar(start, start.AddMinutes(1), 99, 100, 98, 99);
        Assert.Equal(0, _floor.Held);
    }

    [Fact]
    public void Replace_that_comes_after_the_fill_is_told_of_the_fill()
    {
        var order = _floor.Send(Buy(10));
        _floor.Minute(100);
        Assert.Equal((BrokerOutcome.NoLongerOpen, OrderState.Filled), (_floor.Replace(order.Id.Value, "new", Buy(20)).Outcome, _floor.State(order)));
        Assert.Equal(BrokerOutcome.NotFound, _floor.Find("new").Outcome);
    }

    [Fact]
    public void Cancel_by_an_id_that_was_replaced_is_told_by_what()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        _floor.Replace(order.Id.Value, "new", BuyLimit(20, 95));
        var answer = _floor.Cancel(order.Id.Value);
        Assert.Equal((BrokerOutcome.NoLongerOpen, "X2"), (answer.Outcome, answer.Value!.ReplacedBy));
        Assert.Equal(BrokerOutcome.Done, _floor.Cancel("new").Outcome);
    }

    [Fact]
    public void Replace_after_a_cancel_changes_nothing()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        _floor.Cancel(order.Id.Value);
        Assert.Equal(BrokerOutcome.NoLongerOpen, _floor.Replace(order.Id.Value, "new", BuyLimit(20, 95)).Outcome);
        _floor.Minute(90);
        Assert.Equal(0, _floor.Held);
    }

    [Fact]
    public void Replace_asked_twice_finds_the_replacement()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        _floor.Replace(order.Id.Value, "new", BuyLimit(20, 95));
        var again = _floor.Replace(order.Id.Value, "new", BuyLimit(20, 95));
        Assert.Equal((BrokerOutcome.AlreadyExists, "X2"), (again.Outcome, again.Value!.BrokerOrderId));
    }

    [Fact]
    public void Replacement_has_to_be_sound()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var order = floor.Send(BuyLimit(10, 100));
        floor.Minute(100, 100, 100, 100, volume: 40);
        Assert.Equal(RejectionCodes.InvalidOrder, floor.Replace(order.Id.Value, "new", BuyLimit(4, 100)).Code);
        Assert.Equal(RejectionCodes.InvalidOrder, floor.Replace(order.Id.Value, "new", SellLimit(10, 100)).Code);
        Assert.Equal(RejectionCodes.InvalidOrder, floor.Replace(order.Id.Value, "new", BuyLimit(-1, 100)).Code);
        Assert.Equal(RejectionCodes.BuyingPower, floor.Replace(order.Id.Value, "new", BuyLimit(10_000, 100)).Code);
        Assert.Equal(OrderState.PartiallyFilled, floor.State(order));
    }

    [Fact]
    public void Replacement_of_an_exit_asks_for_no_more_than_is_held()
    {
        _floor.Own(10, 100);
        var stop = _floor.Send(SellStop(5, 95), OrderRole.Stop);
        Assert.Equal(RejectionCodes.QuantityUnavailable, _floor.Replace(stop.Id.Value, "new", SellStop(11, 95)).Code);
        Assert.True(_floor.Replace(stop.Id.Value, "new", SellStop(10, 95)).IsDone);
    }

    [Fact]
    public void Money_is_tied_up_by_the_new_terms()
    {
        var order = _floor.Send(BuyLimit(10, 90));
        _floor.Replace(order.Id.Value, "new", BuyLimit(20, 95));
        Assert.Equal(200_000m - 1_900m, _floor.Exchange.BuyingPower);
        _floor.Cancel("new");
        Assert.Equal(200_000m, _floor.Exchange.BuyingPower);
    }

    [Fact]
    public void Moved_trailing_stop_keeps_the_best_price_it_has_seen()
    {
        _floor.Own(10, 100);
        var stop = _floor.Send(OrderTerms.TrailingStop(OrderSide.Sell, 10, Trail.OfAmount(Usd(20))), OrderRole.Stop);
        _floor.Minute(100, 110, 100, 101);
        _floor.Replace(stop.Id.Value, "new", OrderTerms.TrailingStop(OrderSide.Sell, 10, Trail.OfAmount(Usd(12))));
        _floor.Minute(100, 100, 97, 99);
        Assert.Equal(Usd(98), _floor.Find("new").Value!.Fills[0].Price);
    }
}
