using Trading.MarketData;

namespace Trading.Tests.MarketData;

public class PriceTests
{
    private static readonly Gen<decimal> Dollars = Gen.Long[-9_000_000_000_000_000, 9_000_000_000_000_000].Select(units => units / 100_000_000m);

    [Fact]
    public void Every_price_survives_the_way_to_decimal_and_back() =>
        Gen.Long[long.MinValue + 1, long.MaxValue].Sample(units => Price.FromDecimal(Price.FromUnits(units).ToDecimal()).Units == units);

    [Fact]
    public void Adding_prices_is_adding_decimals() =>
        Gen.Select(Dollars, Dollars).Sample((a, b) => (Price.FromDecimal(a) + Price.FromDecimal(b)).ToDecimal() == a + b);

    [Fact]
    public void Order_of_prices_is_the_order_of_decimals() =>
        Gen.Select(Dollars, Dollars).Sample((a, b) => Price.FromDecimal(a).CompareTo(Price.FromDecimal(b)) == a.CompareTo(b));

    [Fact]
    public void A_price_written_out_is_read_back() =>
        Dollars.Sample(dollars => Price.Parse(Price.FromDecimal(dollars).ToString()) == Price.FromDecimal(dollars));

    [Theory]
    [InlineData("187.5", "187.50")]
    [InlineData("0.98765432", "0.98765432")]
    [InlineData("1469.250000", "1469.25")]
    public void A_price_is_written_in_plain_dollars(string read, string written) => Assert.Equal(written, Price.Parse(read).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("12,5")]
    [InlineData("NaN")]
    [InlineData("1e30")]
    public void What_is_no_price_is_refused(string text)
    {
        Assert.False(Price.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Price.Parse(text));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e12)]
    public void An_indicator_without_a_value_makes_no_price(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Price.FromDouble(value));

    [Theory]
    [InlineData("10.017", "10.01", "10.02")]
    [InlineData("10.01", "10.01", "10.01")]
    [InlineData("0.98765", "0.9876", "0.9877")]
    public void A_price_is_rounded_to_its_tick_down_and_up(string price, string down, string up)
    {
        var p = Price.Parse(price);
        Assert.Equal(Price.Parse(down), p.RoundDown(p.TickSize()));
        Assert.Equal(Price.Parse(up), p.RoundUp(p.TickSize()));
    }
}
