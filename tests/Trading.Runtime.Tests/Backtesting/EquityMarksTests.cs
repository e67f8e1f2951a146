using CsCheck;
using Trading.Orders;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Exchange;
using Trading.Runtime.Tests.Exchange;

namespace Trading.Runtime.Tests.Backtesting;

/// <summary>A curve whose marks are reckoned only where they may be news is the curve of every mark.</summary>
public class EquityMarksTests
{
    private static readonly Gen<(int Price, int Other, int Trade)[]> GenMinutes = Gen.Select(Gen.Int[95, 105], Gen.Int[40, 60], Gen.Int[0, 12]).Array[1, 80];

    private static readonly OrderSide?[] Sides =
        [null, OrderSide.Buy, OrderSide.Sell, OrderSide.SellShort, OrderSide.Buy, OrderSide.Sell, OrderSide.SellShort, null, null, null, null, null, null];

    [Fact]
    public void A_curve_of_the_marks_that_may_be_news_is_that_of_every_mark() => GenMinutes.Sample(minutes =>
    {
        var (every, some, _) = Curves(minutes);
        Assert.Equal((every.Ending, every.MaximumDrawdown), (some.Ending, some.MaximumDrawdown));
        Assert.Equal(every.Days, some.Days);
    });

    [Fact]
    public void Runs_of_the_property_do_fall_rise_and_hold_both_stocks()
    {
        var (falls, days, both) = (0, 0, 0);
        GenMinutes.Sample(minutes =>
        {
            var (every, _, most) = Curves(minutes);
            if (every.MaximumDrawdown > 0.001) Interlocked.Increment(ref falls);
            if (every.Days.Count > 1) Interlocked.Increment(ref days);
            if (most > 1) Interlocked.Increment(ref both);
        });
        Assert.True(falls > 20 && days > 20 && both > 20, $"{falls} {days} {both}");
    }

    private static (EquityCurve Every, EquityCurve Some, int MostHeld) Curves((int Price, int Other, int Trade)[] minutes)
    {
        var floor = new Floor(Floor.Any with { StartingCash = 100_000, Rules = AccountRules.Margin });
        var (every, some, most) = (new EquityCurve(100_000), new EquityCurve(100_000), 0);
        var marks = new EquityMarks(floor.Exchange, some);
        for (var i = 0; i < minutes.Length; i++)
        {
            var (price, other, trade) = minutes[i];
            if (trade == 0 && Floor.Today.Open.AddDays(1 + (i / 20)).AddMinutes(i) is var later && later > floor.Now) floor.At(later);
            var at = floor.Now;
            floor.Minute(price);
            floor.Bar(at, at.AddMinutes(1), other, other, other, other, symbol: "MSFT");
            if (Sides[trade] is { } side) floor.Submit(floor.Ticket(OrderTerms.Market(side, 100 * (1 + (trade % 3))), symbol: trade < 4 ? Floor.Stock : "MSFT"));
            every.Mark(floor.Now, floor.Exchange.Equity);
            marks.Mark(floor.Now);
            most = Math.Max(most, (floor.Exchange.PositionOf(Floor.Stock) is null ? 0 : 1) + (floor.Exchange.PositionOf("MSFT") is null ? 0 : 1));
        }
        every.Finish();
        marks.Finish();
        some.Finish();
        return (every, some, most);
    }
}
