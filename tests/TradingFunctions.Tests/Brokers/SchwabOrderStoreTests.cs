using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Orders;
using TradingFunctions.Brokers;

namespace TradingFunctions.Tests.Brokers;

public sealed class SchwabOrderStoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);

    private static readonly SchwabOrderLink Link = new()
    {
        ClientOrderId = "trade-2026-08-21-AAPL-1-entry",
        Symbol = new Symbol("AAPL"),
        Terms = OrderTerms.Market(OrderSide.Buy, 100),
        FirstSentAt = Now,
        LastSentAt = Now,
    };

    [Fact]
    public void A_link_is_read_as_it_was_written_and_fills_that_are_not_known_yet_are_not_none()
    {
        var read = SchwabOrderStore.Read<SchwabOrderLink>(SchwabOrderStore.Write(Link));

        Assert.Equal((Link.Symbol, Link.Terms, Now, Link.IsUnanswered), (read.Symbol, read.Terms, read.FirstSentAt, read.IsUnanswered));
        Assert.True(read.PriorFills.IsDefault);
        Assert.False(SchwabOrderStore.Read<SchwabOrderLink>(SchwabOrderStore.Write(Link with { PriorFills = [] })).PriorFills.IsDefault);
        Assert.Equal(new SchwabOrderName("a"), SchwabOrderStore.Read<SchwabOrderName>(SchwabOrderStore.Write(new SchwabOrderName("a"))));
    }
}
