using Trading.Orders;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class MarketOrderTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Market_order_fills_at_the_open_of_the_next_bar_gap_included()
    {
        _floor.Minute(100, 101, 99, 100);
        var taken = _floor.Now;
        var order = _floor.Send(Buy(10));
        _floor.Minute(107, 108, 106, 107);
        var fill = _floor.Fill(order);
        Assert.Equal(Usd(107), fill.Price);
        Assert.Equal(taken, fill.Time);
        Assert.Equal(OrderState.Filled, _floor.State(order));
        Assert.Equal(10, _floor.Held);
        Assert.Equal(100_000m - 1_070m, _floor.Exchange.Cash);
        Assert.Equal(100_000m, _floor.Exchange.Equity);
    }

    [Fact]
    public void Order_does_not_trade_in_the_bar_during_which_it_was_taken()
    {
        var start = _floor.Now;
        _floor.At(start.AddSeconds(20));
        var order = _floor.Send(Buy(10));
        _floor.Bar(start, start.AddMinutes(1), 100, 101, 99, 100);
        Assert.Empty(_floor.Order(order).Fills);
        _floor.Minute(102);
        Assert.Equal(Usd(102), _floor.Fill(order).Price);
    }

    [Fact]
    public void Bar_that_is_told_twice_trades_once()
    {
        _floor.Minute(100);
        var start = _floor.Now;
        _floor.Send(Buy(10));
        _floor.Bar(start, start.AddMinutes(1), 100, 100, 100, 100);
        _floor.At(start);
        var late = _floor.Send(Buy(10));
        _floor.Bar(start, start.AddMinutes(1), 90, 90, 90, 90);
        Assert.Empty(_floor.Order(late).Fills);
        Assert.Equal(100_000m, _floor.Exchange.Equity);
    }

    [Fact]
    public void Each_fill_is_told_with_an_execution_id_of_its_order()
    {
        var order = _floor.Send(Buy(10));
        _floor.Minute(100);
        Assert.Collection(_floor.News,
            accepted =>
            {
                Assert.Equal((order.Id.Value, "X1", OrderState.Accepted), (accepted.ClientOrderId, accepted.BrokerOrderId, accepted.State));
                Assert.Null(accepted.Fill);
            },
            filled =>
            {
                Assert.Equal((order.Id.Value, "X1", OrderState.Filled, 10m), (filled.ClientOrderId, filled.BrokerOrderId, filled.State, filled.TotalFilled));
                Assert.Equal("X1-1", filled.Fill!.ExecutionId);
                Assert.Equal(_floor.Now, filled.Time);
            });
    }

    [Fact]
    public void Daily_bars_fill_at_the_next_sessions_open()
    {
        _floor.At(Today.PreMarketOpen);
        _floor.Day(100, 105, 95, 101);
        var order = _floor.Send(Buy(10));
        _floor.Day(103, 110, 99, 108);
        var fill = _floor.Fill(order);
        Assert.Equal((Usd(103), Tomorrow.Open), (fill.Price, fill.Time));
    }

    [Fact]
    public void Bars_of_another_symbol_trade_nothing()
    {
        var order = _floor.Send(Buy(10));
        _floor.Minute(50, 50, 50, 50, symbol: "MSFT");
        Assert.Empty(_floor.Order(order).Fills);
    }
}
