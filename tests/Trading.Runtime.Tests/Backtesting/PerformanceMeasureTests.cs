using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Backtesting;
using Trading.Trades;

namespace Trading.Runtime.Tests.Backtesting;

public sealed class PerformanceMeasureTests
{
    private static readonly DateTimeOffset Close = new(2024, 1, 2, 21, 0, 0, TimeSpan.Zero);
    private static readonly TradeId Id = TradeId.Of(MessageId.From("signal"), Close, new Scope("paper", "trend", "AAPL"));

    [Fact]
    public void Daily_returns_of_ten_up_ten_down_and_twenty_up_give_the_ratios_worked_out_by_hand()
    {
        // 100 -> 110 -> 99 -> 118.8: returns 0.1, -0.1, 0.2.
        var measure = new PerformanceMeasure(100);
        measure.OnMark(Close, 110, isInMarket: true);
        measure.OnMark(Close.AddDays(1), 99, isInMarket: false);
        measure.OnMark(Close.AddDays(2), 118.8m, isInMarket: true);
        var p = measure.Finish();

        // The mean is 0.2/3; the squared distances sum to 0.14/3, over 2 is 0.07/3; the downside is the root of 0.01/3.
        Assert.Equal(0.2 / 3 / Math.Sqrt(0.07 / 3) * Math.Sqrt(252), p.Sharpe!.Value, 9);
        Assert.Equal(0.2 / 3 / Math.Sqrt(0.01 / 3) * Math.Sqrt(252), p.Sortino!.Value, 9);
        Assert.Equal(0.188, p.TotalReturn, 12);
        Assert.Equal(0.1, p.MaximumDrawdown, 12);
        Assert.Equal(2.0 / 3, p.Exposure, 12);
    }

    [Fact]
    public void Growth_is_compounded_over_calendar_time()
    {
        var measure = new PerformanceMeasure(100);
        measure.OnMark(Close, 100, false);
        measure.OnMark(Close.AddDays(2 * 365.25), 121, false);
        Assert.Equal(0.1, measure.Finish().AnnualReturn!.Value, 9);
    }

    [Fact]
    public void Trades_make_win_rate_profit_factor_and_expectancy()
    {
        var measure = new PerformanceMeasure(100_000);
        foreach (var profit in (decimal[])[300, -100, 150, -50, 0]) measure.OnClosed(Closed(profit));
        var p = measure.Finish();
        Assert.Equal((5, 0.4, 3.0, 60m), (p.Trades, p.WinRate, p.ProfitFactor, p.Expectancy));
    }

    [Fact]
    public void Without_a_loss_there_is_no_profit_factor()
    {
        var measure = new PerformanceMeasure(100_000);
        measure.OnClosed(Closed(300));
        Assert.Null(measure.Finish().ProfitFactor);
    }

    [Fact]
    public void Turnover_is_dollars_traded_a_year_over_mean_equity()
    {
        var measure = new PerformanceMeasure(1_000);
        measure.OnMark(Close, 1_000, false);
        measure.OnFill(5_000, 1.5m);
        measure.OnFill(-5_000, 0.5m);
        measure.OnMark(Close.AddDays(365.25 / 2), 1_000, false);
        var p = measure.Finish();
        Assert.Equal(20.0, p.Turnover!.Value, 9);
        Assert.Equal(2m, p.Fees);
    }

    [Fact]
    public void Nothing_measured_is_null_and_not_a_number_out_of_thin_air()
    {
        var p = new PerformanceMeasure(100).Finish();
        Assert.Equal((100m, 0.0, 0.0, 0), (p.EndingEquity, p.TotalReturn, p.Exposure, p.Trades));
        Assert.True(p is { AnnualReturn: null, Sharpe: null, Sortino: null, WinRate: null, ProfitFactor: null, Expectancy: null, Turnover: null });
    }

    [Fact]
    public void The_curve_has_the_last_mark_of_each_day_and_the_drawdown_every_mark()
    {
        var curve = new EquityCurve(100);
        curve.Mark(Close.AddHours(-2), 120);
        curve.Mark(Close.AddHours(-1), 90);
        curve.Mark(Close, 120);
        curve.Mark(Close.AddDays(1), 108);
        curve.Finish();

        Assert.Equal([(Close, 120m), (Close.AddDays(1), 108m)], curve.Days.Select(day => (day.Time, day.Equity)));
        Assert.Equal(0.25, curve.MaximumDrawdown, 12);
        Assert.Equal([0, 0.1], curve.Days.Select(day => Math.Round(day.Drawdown, 12)));
        Assert.Equal(108m, curve.Ending);
    }

    [Fact]
    public void The_virtual_clock_does_not_go_back()
    {
        var clock = new VirtualClock();
        clock.SetTo(Close);
        clock.SetTo(Close);
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.SetTo(Close.AddTicks(-1)));
        Assert.Equal(Close, clock.GetUtcNow());
    }

    [Fact]
    public void A_hash_takes_an_amount_with_more_zeros_for_the_same_and_any_other_field_for_another()
    {
        var fill = new Fill("x", OrderSide.Buy, 100m, Price.Parse("10"), 0.5m, Close);
        var hash = HashOf(fill);
        Assert.Equal(hash, HashOf(fill with { Quantity = 100.00m, Fee = 0.50m }));
        Fill[] others = [fill with { Quantity = 101 }, fill with { Fee = 0.51m }, fill with { Price = Price.Parse("10.01") }, fill with { Time = Close.AddTicks(1) }];
        Assert.All(others, other => Assert.NotEqual(hash, HashOf(other)));
    }

    private static string HashOf(Fill fill)
    {
        var scope = new Scope("paper", "trend", "AAPL");
        var ticket = new OrderTicket(new OrderId(Id, OrderRole.Entry, 1), Id, scope, OrderRole.Entry, OrderTerms.Market(OrderSide.Buy, 100));
        var order = OrderLifecycle.Begin(ticket, new Stamp(Close, MessageId.From("placed"))).State;
        var hash = new RunHash();
        hash.OnFill(order, fill);
        Assert.Equal(1, hash.Fills);
        return hash.ToString();
    }

    private static TradeClosed Closed(decimal profit) => new(Id, TradeDirection.Long, 100, 10, 11, 0, profit, Close, Close, ExitReason.Signal);
}
