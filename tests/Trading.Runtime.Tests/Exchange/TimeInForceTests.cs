using Trading.Orders;
using Trading.Runtime.Exchange;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class TimeInForceTests
{
    private readonly Floor _floor = new();

    [Fact]
    public void Immediate_or_cancel_takes_what_the_open_gives_and_cancels_the_rest()
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var order = floor.Send(BuyLimit(10, 99, TimeInForce.ImmediateOrCancel));
        floor.Minute(98, 100, 97, 99, volume: 40);
        Assert.Equal((OrderState.Canceled, 4m), (floor.State(order), floor.Order(order).Filled));
        Assert.Equal(4, floor.Held);
        Assert.Equal([OrderState.Accepted, OrderState.PartiallyFilled, OrderState.Canceled], floor.News.Select(news => news.State));
    }

    [Fact]
    public void Immediate_or_cancel_does_not_wait_for_its_price()
    {
        var order = _floor.Send(BuyLimit(10, 99, TimeInForce.ImmediateOrCancel));
        _floor.Minute(100, 101, 98, 99);
        Assert.Equal((OrderState.Canceled, 0m), (_floor.State(order), _floor.Order(order).Filled));
    }

    [Theory]
    [InlineData(99, OrderState.Canceled, 0)]
    [InlineData(100, OrderState.Filled, 10)]
    public void Fill_or_kill_takes_all_or_nothing(long volume, OrderState state, int filled)
    {
        var floor = new Floor(new ExchangeOptions { Fills = new VolumeFills(0.1m) });
        var order = floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.FillOrKill));
        floor.Minute(98, 100, 97, 99, volume);
        Assert.Equal((state, (decimal)filled), (floor.State(order), floor.Order(order).Filled));
    }

    [Fact]
    public void Day_order_expires_at_the_close()
    {
        var order = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        _floor.At(Today.Close.AddMinutes(-1));
        _floor.Minute(100);
        Assert.Equal(OrderState.Expired, _floor.State(order));
        Assert.Equal((OrderState.Expired, Today.Close), (_floor.News[^1].State!.Value, _floor.News[^1].Time));
    }

    [Fact]
    public void Day_order_may_still_trade_in_the_last_bar()
    {
        var order = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        _floor.At(Today.Close.AddMinutes(-1));
        _floor.Minute(100, 100, 89, 100);
        Assert.Equal(OrderState.Filled, _floor.State(order));
    }

    [Fact]
    public void Day_order_expires_by_other_symbols_bars_where_its_own_has_none()
    {
        var order = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        _floor.At(Today.Close.AddMinutes(-1));
        _floor.Minute(100, 100, 100, 100, symbol: "MSFT");
        Assert.Equal(OrderState.Accepted, _floor.State(order)); // its own last bar may still be told
        _floor.At(Tomorrow.Open);
        _floor.Minute(100, 100, 100, 100, symbol: "MSFT");
        Assert.Equal(OrderState.Expired, _floor.State(order));
    }

    [Fact]
    public void Day_order_expires_by_the_clock_where_there_are_no_bars()
    {
        var order = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        _floor.At(Today.Close.AddMinutes(-1)).Exchange.OnTime();
        Assert.Equal(OrderState.Accepted, _floor.State(order));
        _floor.At(Today.Close).Exchange.OnTime();
        Assert.Equal(OrderState.Expired, _floor.State(order));
    }

    [Fact]
    public void Day_order_sent_after_hours_is_for_the_next_session()
    {
        _floor.At(Today.Close.AddMinutes(5));
        var order = _floor.Send(Buy(10));
        _floor.Minute(100); // after hours
        Assert.Empty(_floor.Order(order).Fills);
        _floor.At(Tomorrow.Open);
        _floor.Minute(103);
        Assert.Equal((Usd(103), Tomorrow.Open), (_floor.Fill(order).Price, _floor.Fill(order).Time));
    }

    [Fact]
    public void Day_order_sent_at_the_close_survives_the_weekend()
    {
        var friday = WeekdayCalendar.Of(Monday.AddDays(4));
        var monday = WeekdayCalendar.Of(Monday.AddDays(7));
        _floor.At(friday.Close);
        var order = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        _floor.At(monday.Close.AddMinutes(-1));
        Assert.Equal(OrderState.Accepted, _floor.State(order));
        _floor.Minute(100);
        Assert.Equal(OrderState.Expired, _floor.State(order));
    }

    [Fact]
    public void Day_order_of_a_daily_backtest_lives_for_one_bar()
    {
        _floor.At(Today.Close);
        var order = _floor.Send(BuyLimit(10, 90, TimeInForce.Day));
        _floor.Day(100, 105, 95, 101);
        Assert.Equal(OrderState.Expired, _floor.State(order));
    }

    [Fact]
    public void Order_for_regular_hours_does_not_trade_outside_them()
    {
        var order = _floor.Send(BuyLimit(10, 99));
        _floor.At(Today.Close.AddMinutes(10));
        _floor.Minute(95);
        _floor.At(Tomorrow.PreMarketOpen);
        _floor.Minute(95);
        Assert.Empty(_floor.Order(order).Fills);
        _floor.At(Tomorrow.Open);
        _floor.Minute(98);
        Assert.Equal(Usd(98), _floor.Fill(order).Price);
    }

    [Theory]
    [InlineData(4.0)]
    [InlineData(9.0)]
    [InlineData(17.0)]
    public void Order_for_extended_hours_trades_outside_regular_ones(double hours)
    {
        _floor.At(Today.Close);
        var order = _floor.Send(BuyLimit(10, 99, TimeInForce.Day) with { ExtendedHours = true });
        var day = hours < 16 ? Tomorrow : Today;
        if (day == Tomorrow)
        {
            _floor.At(Tomorrow.PreMarketOpen);
            Assert.Equal(OrderState.Accepted, _floor.State(order));
            order = _floor.Send(BuyLimit(10, 99, TimeInForce.Day) with { ExtendedHours = true });
        }
        _floor.At(day.PreMarketOpen.AddHours(hours - 4));
        _floor.Minute(98);
        Assert.Equal(Usd(98), _floor.Fill(order).Price);
    }

    [Fact]
    public void Extended_day_order_lives_until_after_hours_end()
    {
        var order = _floor.Send(BuyLimit(10, 90, TimeInForce.Day) with { ExtendedHours = true });
        _floor.At(Today.AfterHoursClose.AddMinutes(-1));
        Assert.Equal(OrderState.Accepted, _floor.State(order));
        _floor.Minute(100);
        Assert.Equal(OrderState.Expired, _floor.State(order));
    }

    [Fact]
    public void Nothing_trades_when_the_exchange_is_closed()
    {
        var order = _floor.Send(BuyLimit(10, 99, TimeInForce.Day) with { ExtendedHours = true });
        var stays = _floor.Send(BuyLimit(10, 99));
        _floor.At(Today.AfterHoursClose.AddMinutes(5));
        _floor.Minute(90);
        Assert.Empty(_floor.Order(order).Fills);
        Assert.Empty(_floor.Order(stays).Fills);
    }

    [Fact]
    public void Order_for_the_open_fills_at_the_first_price_of_the_session()
    {
        _floor.At(Tomorrow.PreMarketOpen);
        var order = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheOpen));
        _floor.Minute(90); // before the open
        _floor.At(Tomorrow.Open);
        _floor.Minute(101, 102, 100, 102);
        Assert.Equal((Usd(101), Tomorrow.Open), (_floor.Fill(order).Price, _floor.Fill(order).Time));
    }

    [Fact]
    public void Order_for_the_open_sent_too_late_waits_for_the_next_open()
    {
        var order = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheOpen));
        _floor.Minute(100);
        _floor.At(Today.Close.AddMinutes(-1));
        _floor.Minute(100);
        Assert.Equal(OrderState.Accepted, _floor.State(order));
        _floor.At(Tomorrow.Open);
        _floor.Minute(104);
        Assert.Equal(Usd(104), _floor.Fill(order).Price);
    }

    [Theory]
    [InlineData(99, OrderState.Filled)]
    [InlineData(98, OrderState.Filled)]
    [InlineData(99.5, OrderState.Expired)]
    public void Limit_for_the_open_trades_at_the_open_or_expires(double open, OrderState state)
    {
        _floor.At(Tomorrow.PreMarketOpen);
        var order = _floor.Send(BuyLimit(10, 99, TimeInForce.AtTheOpen));
        _floor.At(Tomorrow.Open);
        _floor.Minute((decimal)open, 101, 95, 99);
        Assert.Equal(state, _floor.State(order));
    }

    [Fact]
    public void Order_for_the_close_fills_at_the_close_of_the_sessions_last_bar()
    {
        var order = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheClose));
        _floor.Minute(100);
        _floor.At(Today.Close.AddMinutes(-2));
        _floor.Minute(101);
        Assert.Empty(_floor.Order(order).Fills);
        _floor.Minute(102, 104, 101, 103);
        Assert.Equal((Usd(103), Today.Close), (_floor.Fill(order).Price, _floor.Fill(order).Time));
    }

    [Theory]
    [InlineData(99, OrderState.Filled)]
    [InlineData(99.5, OrderState.Expired)]
    public void Limit_for_the_close_trades_at_the_close_or_expires(double close, OrderState state)
    {
        var order = _floor.Send(BuyLimit(10, 99, TimeInForce.AtTheClose));
        _floor.At(Today.Close.AddMinutes(-1));
        _floor.Minute(98, 100, 97, (decimal)close);
        Assert.Equal(state, _floor.State(order));
        if (state == OrderState.Filled) Assert.Equal(Usd(99), _floor.Fill(order).Price);
    }

    [Fact]
    public void Order_for_the_close_without_a_closing_bar_expires_when_after_hours_end()
    {
        var order = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheClose));
        _floor.Minute(100);
        _floor.At(Today.AfterHoursClose).Exchange.OnTime();
        Assert.Equal(OrderState.Expired, _floor.State(order));
    }

    [Fact]
    public void Daily_bars_have_an_open_and_a_close_to_trade_at()
    {
        _floor.At(Today.Close);
        var open = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheOpen));
        var close = _floor.Send(OrderTerms.Market(OrderSide.Buy, 10, TimeInForce.AtTheClose));
        _floor.Day(100, 105, 95, 103);
        Assert.Equal((Usd(100), Tomorrow.Open), (_floor.Fill(open).Price, _floor.Fill(open).Time));
        Assert.Equal((Usd(103), Tomorrow.Close), (_floor.Fill(close).Price, _floor.Fill(close).Time));
    }
}
