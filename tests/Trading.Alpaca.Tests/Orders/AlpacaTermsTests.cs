using System.Globalization;
using Trading.Alpaca.Orders;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;
using Life = Alpaca.Markets.TimeInForce;

namespace Trading.Alpaca.Tests.Orders;

public sealed class AlpacaTermsTests
{
    private static readonly Scope Apple = new("main", "trend", "AAPL");
    private static readonly TradeId Trade = TradeId.Of(MessageId.From("test"), new DateTimeOffset(2026, 8, 21, 14, 0, 0, TimeSpan.Zero), Apple);

    [Theory]
    [InlineData(OrderRole.Stop, OrderSide.Sell, "2", Life.Gtc)]
    [InlineData(OrderRole.Stop, OrderSide.Sell, "1.5", Life.Day)]
    [InlineData(OrderRole.Stop, OrderSide.BuyToCover, "1.5", Life.Day)]
    [InlineData(OrderRole.Entry, OrderSide.Buy, "1.5", Life.Gtc)] // Alpaca's to refuse: what opens is not sent on other terms than were asked for
    public void A_stop_for_parts_of_a_share_is_sent_for_the_day(OrderRole role, OrderSide side, string quantity, Life sent)
    {
        var terms = OrderTerms.Stop(side, decimal.Parse(quantity, CultureInfo.InvariantCulture), Price.Parse("95"));
        var ticket = new OrderTicket(new OrderId(Trade, role, 2), Trade, Apple, role, terms);
        Assert.Equal(sent, AlpacaTerms.Request(ticket, AttachedPlan.For(ticket)).Duration);
    }
}
