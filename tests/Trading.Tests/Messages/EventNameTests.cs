using Trading.Messages;

namespace Trading.Tests.Messages;

public class EventNameTests
{
    [Theory]
    [InlineData("orders.order.filled")]
    [InlineData("orders.order.partially_filled")]
    [InlineData("a.b.c")]
    [InlineData("_._._")]
    public void Three_parts_of_letters_and_underscores_make_a_name(string text) => Assert.Equal(text, new EventName(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData("orders.order")]
    [InlineData("orders.order.filled.twice")]
    [InlineData("orders..filled")]
    [InlineData(".order.filled")]
    [InlineData("orders.order.")]
    [InlineData("Orders.order.filled")]
    [InlineData("orders.order.filled2")]
    [InlineData("orders.order.filled ")]
    [InlineData("orders.order.*")]
    [InlineData("orders.order.gefüllt")]
    [InlineData("orders/order/filled")]
    public void Whatever_else_is_refused_and_named_in_the_error(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => new EventName(text)).Message);

    [Fact]
    public void No_name_is_a_bug_of_the_caller() => Assert.Throws<ArgumentNullException>(() => new EventName(null!));

    [Fact]
    public void Names_are_equal_by_their_text()
    {
        var other = new EventName("orders.order.filled");
        Assert.Equal(EventNames.OrderFilled, other);
        Assert.Equal(EventNames.OrderFilled.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(EventNames.OrderFilled, EventNames.OrderCanceled);
    }
}
