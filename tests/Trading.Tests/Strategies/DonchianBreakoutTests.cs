using Trading.MarketData;
using Trading.Orders;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Strategies;

public class DonchianBreakoutTests
{
    private static readonly DonchianBreakoutParameters ThreeAndTwo = new() { EntryPeriod = 3, ExitPeriod = 2, Protection = TradeProtection.None };

    private static readonly DonchianBreakoutParameters Waiting = ThreeAndTwo with { Entry = BreakoutEntry.StopOrder };

    /// <summary>High, low and close.</summary>
    private static readonly (decimal, decimal, decimal)[] UpAndDown =
    [
        (12, 10, 11), (11, 9, 10), (11.5m, 9.5m, 11), (12.5m, 10.5m, 12), (13.5m, 11.5m, 12.6m), (14, 12, 13.9m), (13.5m, 11.5m, 11.6m), (12, 11, 11.4m), (12, 9, 9.1m),
        (9.5m, 8, 8.9m), (15, 9, 14.1m),
    ];

    [Fact]
    public void It_enters_on_a_close_above_the_bars_before_and_leaves_on_a_close_below_the_exit_channel()
    {
        // Bar 3 closes at the highest high, 12, not above it. Bar 6 closes below the last low, 12, not below the lower of the last two, 11.5.
        var bars = BarsFor.Days(UpAndDown);
        var said = Said.By(new DonchianBreakout(ThreeAndTwo), bars);

        Assert.Equal(["4 enter Long", "7 exit Long", "10 enter Long"], said.Select(s => s.ToString()));
        var plan = said[0].Entry!;
        Assert.Equal("close 12.60 above the highest high of 3 bars (12.50)", plan.Reason);
        Assert.Equal((bars[4].Close, bars[4].End, OrderType.Market, null), (plan.ReferencePrice, plan.SignaledAt, plan.EntryType, plan.EntryTrigger));
        Assert.Equal(new ExitSignaled(TradeDirection.Long, bars[7].Close, "close 11.40 below the lowest low of 2 bars (11.50)"), said[1].Exit);
    }

    [Fact]
    public void It_sells_short_below_the_channel_where_that_is_allowed()
    {
        var said = Said.By(new DonchianBreakout(ThreeAndTwo with { Directions = AllowedDirections.Both }), BarsFor.Days(UpAndDown));
        Assert.Equal(["4 enter Long", "7 exit Long, 7 enter Short", "10 exit Short, 10 enter Long"], said.Select(s => s.ToString()));
        Assert.Equal("close 11.40 below the lowest low of 3 bars (11.50)", said[1].Entry!.Reason);
        Assert.Equal("close 14.10 above the highest high of 2 bars (12.00)", said[2].Exit!.Reason);
    }

    [Fact]
    public void A_breakout_is_signalled_once_however_far_it_runs() =>
        Assert.Equal(["3 enter Long"], Said.By(new DonchianBreakout(ThreeAndTwo), BarsFor.Days(1, 2, 3, 4, 5, 6, 7, 8, 9)).Select(s => s.ToString()));

    [Fact]
    public void A_breakout_before_the_average_true_range_is_ready_is_not_entered()
    {
        var parameters = ThreeAndTwo with { Protection = new() { AtrPeriod = 6 } };
        Assert.Equal(["5 enter Long"], Said.By(new DonchianBreakout(parameters), BarsFor.Days(1, 2, 3, 4, 5, 6, 7)).Select(s => s.ToString()));
    }

    [Fact]
    public void With_daily_bars_a_stop_order_goes_out_each_evening_until_it_is_filled()
    {
        // Bar 4 reaches the order of the evening before; with bar 7 it leaves, and bar 8 is the first evening after that.
        var bars = BarsFor.Days(UpAndDown);
        var said = Said.By(new DonchianBreakout(Waiting), bars.AsSpan(0, 10));

        Assert.Equal(["3 enter Long", "7 exit Long", "8 enter Long", "9 enter Long"], said.Select(s => s.ToString()));
        Assert.Equal([12.51m, 13.51m, 12.01m], said.Where(s => s.Entry is not null).Select(s => s.Entry!.EntryTrigger!.Value.ToDecimal()));
        var plan = said[0].Entry!;
        Assert.Equal("stop order at 12.51 above the highest high of 3 bars (12.50)", plan.Reason);
        Assert.Equal((OrderType.Stop, TimeInForce.Day, plan.EntryTrigger), (plan.EntryType, plan.EntryTimeInForce, plan.ReferencePrice));
    }

    [Fact]
    public void Within_a_session_one_stop_order_waits_and_the_next_goes_out_with_the_next_session()
    {
        // Hours: seven bars a session.
        var rows = Enumerable.Range(0, 20).Select(i => (12m - 0.1m * i, 10m - 0.1m * i, 11m - 0.1m * i)).ToArray();
        var said = Said.By(new DonchianBreakout(Waiting), BarsFor.Rows(rows, TimeSpan.FromHours(1)));
        Assert.Equal(["3 enter Long", "7 enter Long", "14 enter Long"], said.Select(s => s.ToString()));
    }

    [Fact]
    public void An_opening_above_the_channel_with_no_order_waiting_is_entered_when_it_goes_further()
    {
        var rows = Enumerable.Repeat((12m, 10m, 11m), 7).Append((14m, 13m, 13.5m)).Append((14m, 13m, 13.5m)).Append((14.01m, 13, 14)).ToArray();
        var said = Said.By(new DonchianBreakout(Waiting with { Protection = new() { AtrPeriod = 1, Stop = 1 } }), BarsFor.Rows(rows, TimeSpan.FromHours(1)));

        Assert.Equal(["3 enter Long", "7 enter Long"], said.Select(s => s.ToString()));
        var plan = said[1].Entry!;
        Assert.Equal(14.01m, plan.EntryTrigger!.Value.ToDecimal());
        Assert.Equal(11.01m, plan.StopPrice!.Value.ToDecimal());
    }

    [Fact]
    public void A_stop_order_sells_short_a_tick_below_the_channel()
    {
        var said = Said.By(new DonchianBreakout(Waiting with { Directions = AllowedDirections.Short }), BarsFor.Days(3, 2, 1, 0.99m, 0.98m, 3));
        Assert.Equal(["3 enter Short", "5 exit Short"], said.Select(s => s.ToString()));
        Assert.Equal("stop order at 0.9899 below the lowest low of 3 bars (0.99)", said[0].Entry!.Reason);
        Assert.Equal(Price.FromDecimal(0.9899m), said[0].Entry!.EntryTrigger);
    }

    [Fact]
    public void What_contradicts_itself_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DonchianBreakout(ThreeAndTwo with { ExitPeriod = 4 }));
        Assert.Throws<ArgumentException>(() => new DonchianBreakout(Waiting with { Directions = AllowedDirections.Both }));
    }
}
