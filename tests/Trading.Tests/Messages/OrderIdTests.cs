using Trading.Orders;
using Trading.Trades;

namespace Trading.Tests.Messages;

public class OrderIdTests
{
    private const string Trade = "trade-2026-08-21-RDS-A-trend-k3f9x2ab7c";

    [Theory]
    [InlineData(OrderRole.Entry, 1, Trade + "-entry-1")]
    [InlineData(OrderRole.Stop, 2, Trade + "-stop-2")]
    [InlineData(OrderRole.Target, 30, Trade + "-target-30")]
    [InlineData(OrderRole.Exit, int.MaxValue, Trade + "-exit-2147483647")]
    public void The_id_tells_trade_leg_and_attempt(OrderRole role, int attempt, string id) => Assert.Equal(id, new OrderId(TradeId.Parse(Trade), role, attempt).Value);

    [Fact]
    public void An_id_is_read_back_with_its_trade_and_leg() =>
        Gen.Select(Generated.TradeIds, Gen.Enum<OrderRole>(), Gen.Int[1, int.MaxValue]).Sample((trade, role, attempt) =>
        {
            var id = new OrderId(trade, role, attempt);
            Assert.True(OrderId.TryParse(id.Value, out var read, out var readTrade, out var readRole));
            Assert.Equal((id, trade, role), (read, readTrade, readRole));
        });

    [Fact]
    public void The_client_order_id_of_a_replacement_tells_the_order() =>
        Gen.Select(Generated.OrderIds, Gen.Int[0, int.MaxValue]).Sample((id, replacement) =>
        {
            Assert.True(OrderId.TryParse(id.ClientOrderId(replacement), out var read, out _, out _));
            Assert.Equal(id, read);
        });

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData(Trade)]
    [InlineData(Trade + "-entry")]
    [InlineData(Trade + "-entry-")]
    [InlineData(Trade + "-entry-0")]
    [InlineData(Trade + "-entry-01")]
    [InlineData(Trade + "-entry--1")]
    [InlineData(Trade + "-entry-+1")]
    [InlineData(Trade + "-entry- 1")]
    [InlineData(Trade + "-entry-2147483648")]
    [InlineData(Trade + "-entry-1r")]
    [InlineData(Trade + "-entry-1r0")]
    [InlineData(Trade + "-entry-1r2r3")]
    [InlineData(Trade + "-entry-r1")]
    [InlineData(Trade + "-Entry-1")]
    [InlineData(Trade + "-hedge-1")]
    [InlineData("x" + Trade + "-entry-1")]
    [InlineData("61e69015-8549-4bfd-b9c3-01e75843f47d")]
    public void An_order_that_is_not_ours_is_told_apart(string text)
    {
        Assert.False(OrderId.TryParse(text, out var id, out _, out _));
        Assert.Equal("", id.Value);
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => OrderId.Parse(text)).Message);
    }
}
