using Trading.Messages;

namespace Trading.Tests.Messages;

public class EventPatternTests
{
    [Theory]
    [InlineData("orders.order.filled", "orders.order.filled", true)]
    [InlineData("orders.order.filled", "orders.order.canceled", false)]
    [InlineData("orders.order.*", "orders.order.filled", true)]
    [InlineData("orders.order.*", "orders.order.partially_filled", true)]
    [InlineData("orders.order.*", "orders.change.refused", false)]
    [InlineData("*.trade.rejected", "risk.trade.rejected", true)]
    [InlineData("*.trade.rejected", "trades.trade.rejected", true)]
    [InlineData("*.trade.rejected", "orders.order.rejected", false)]
    [InlineData("risk.*.requested", "risk.halt.requested", true)]
    [InlineData("risk.*.requested", "orders.submit.requested", false)]
    [InlineData("*.*.*", "positions.stop.moved", true)]
    public void A_star_stands_for_one_whole_part(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new EventPattern(pattern).Matches(new EventName(name)));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("orders.*")]
    [InlineData("orders.order.*.*")]
    [InlineData("orders.order.fill*")]
    [InlineData("orders.**.filled")]
    [InlineData("orders..*")]
    [InlineData("Orders.order.*")]
    [InlineData("orders.order.?")]
    public void What_is_no_pattern_is_refused_and_named_in_the_error(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => new EventPattern(text)).Message);

    [Fact]
    public void The_pattern_of_a_name_matches_that_name_alone()
    {
        foreach (var row in EventCatalogue.Desk.Rows)
            Assert.Equal([row.Name], EventCatalogue.Desk.Rows.Select(other => other.Name).Where(((EventPattern)row.Name).Matches));
    }

    [Fact]
    public void Patterns_are_equal_by_their_text()
    {
        Assert.Equal(new EventPattern("orders.*.filled"), new EventPattern("orders.*.filled"));
        Assert.NotEqual(new EventPattern("orders.*.filled"), new EventPattern("orders.order.*"));
    }
}
