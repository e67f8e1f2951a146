using Trading.MarketData;
using Trading.Orders;
using static Trading.Runtime.Tests.Exchange.Floor;

namespace Trading.Runtime.Tests.Exchange;

public class HotPathTests
{
    private const int Bars = 10_000;

    /// <summary>A collection that another test sets off in the middle counts what is left of a thread's 8 KB for allocated; an object a bar would be 240 KB.</summary>
    private const long Noise = 16_384;

    private static long AllocatedBy(Floor floor, params ReadOnlySpan<Symbol> symbols)
    {
        var bars = new Bar[Bars];
        var start = Today.Open.AddHours(1);
        for (var i = 0; i < Bars; i++)
            bars[i] = new Bar(start.AddSeconds(i), start.AddSeconds(i + 1), Usd(100), Usd(101 + i * 0.0001m), Usd(99), Usd(100), 1_000);
        foreach (var symbol in symbols) floor.Exchange.OnBar(symbol, bars[0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Bars; i++)
            foreach (var symbol in symbols) floor.Exchange.OnBar(symbol, bars[i]);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Bar_that_concerns_nobody_allocates_nothing() => Assert.InRange(AllocatedBy(new Floor(), "AAPL", "MSFT", "GOOG"), 0, Noise);

    [Fact]
    public void Bar_in_which_resting_orders_do_not_trade_allocates_nothing()
    {
        var floor = new Floor();
        floor.Own(100, 100);
        floor.Send(SellStop(50, 90), OrderRole.Stop);
        floor.Send(OrderTerms.TrailingStop(OrderSide.Sell, 50, Trail.OfPercent(20)), OrderRole.Stop);
        floor.Send(BuyLimit(100, 80));
        Assert.InRange(AllocatedBy(floor, Stock, "MSFT"), 0, Noise);
        Assert.Equal(3, floor.Orders().Count(order => order.State == OrderState.Accepted));
    }
}
