using System.Text.Json;
using Trading.MarketData;
using Trading.Risk;

namespace Trading.Tests.Risk;

public class PositionSizingTests
{
    private static readonly Gen<decimal> Dollars = Gen.Long[1, 2_000_000_00].Select(cents => cents / 100m);
    private static readonly Gen<Price> Prices = Gen.Long[1, 500_000_00].Select(cents => Price.FromDecimal(cents / 100m));
    private static readonly Gen<decimal> Fractions = Gen.Int[1, 1000].Select(thousandths => thousandths / 1000m);
    private static readonly Gen<decimal> Lots = Gen.Int[0, 3].Select(i => new[] { 1m, 100m, 0.001m, 0.000001m }[i]);

    [Fact]
    public void A_fixed_fraction_never_risks_more_than_the_fraction_to_the_stop() =>
        Gen.Select(Dollars, Prices, Prices, Fractions, Lots).Sample((equity, entry, stop, fraction, lot) =>
        {
            var shares = PositionSizing.Shares(new SizingRule.FixedFraction(fraction), equity, entry, stop, null, lot);
            return shares >= 0 && shares % lot == 0 && shares * Math.Abs(entry - stop) <= fraction * equity;
        });

    [Fact]
    public void A_fixed_fraction_risks_as_much_as_whole_lots_allow() =>
        Gen.Select(Dollars, Prices, Prices, Fractions, Lots).Sample((equity, entry, stop, fraction, lot) =>
            entry == stop || (PositionSizing.Shares(new SizingRule.FixedFraction(fraction), equity, entry, stop, null, lot) + lot) * Math.Abs(entry - stop) > fraction * equity);

    [Fact]
    public void Volatility_never_risks_more_than_the_fraction_on_the_move_it_is_sized_to() =>
        Gen.Select(Dollars, Prices, Fractions, Gen.Int[1, 50], Lots).Sample((equity, range, fraction, tenths, lot) =>
        {
            var shares = PositionSizing.Shares(new SizingRule.Volatility(fraction, tenths / 10m), equity, Price.FromDecimal(50), null, range, lot);
            return shares >= 0 && shares % lot == 0 && shares * range * tenths / 10m <= fraction * equity;
        });

    [Fact]
    public void Notional_and_equity_fraction_never_cost_more_than_they_say() =>
        Gen.Select(Dollars, Prices, Fractions, Lots).Sample((dollars, entry, fraction, lot) =>
            PositionSizing.Shares(new SizingRule.FixedNotional(dollars), 0, entry, null, null, lot) * entry <= dollars
            && PositionSizing.Shares(new SizingRule.EquityFraction(fraction), dollars, entry, null, null, lot) * entry <= fraction * dollars);

    [Fact]
    public void The_rules_give_what_their_formulas_say()
    {
        Assert.Equal(200, Shares(new SizingRule.FixedFraction(0.01m)));   // 1,000 at risk, 5 a share
        Assert.Equal(125, Shares(new SizingRule.FixedNotional(12_550)));  // 12,550 at 100 a share
        Assert.Equal(37, Shares(new SizingRule.FixedShares(37.9m)));
        Assert.Equal(500, Shares(new SizingRule.EquityFraction(0.5m)));
        Assert.Equal(166, Shares(new SizingRule.Volatility(0.01m, 3)));   // 1,000 at risk, 3 times 2 a share

        static decimal Shares(SizingRule rule) =>
            PositionSizing.Shares(rule, 100_000, Price.FromDecimal(100), Price.FromDecimal(95), Price.FromDecimal(2), 1);
    }

    [Fact]
    public void Without_what_the_rule_needs_it_gives_nothing()
    {
        var entry = Price.FromDecimal(100);
        Assert.Equal(0, PositionSizing.Shares(new SizingRule.FixedFraction(0.01m), 100_000, entry, null, null, 1));
        Assert.Equal(0, PositionSizing.Shares(new SizingRule.FixedFraction(0.01m), 100_000, entry, entry, null, 1));
        Assert.Equal(0, PositionSizing.Shares(new SizingRule.FixedFraction(0.01m), -5_000, entry, Price.FromDecimal(95), null, 1));
        Assert.Equal(0, PositionSizing.Shares(new SizingRule.Volatility(0.01m, 3), 100_000, entry, null, null, 1));
    }

    [Fact]
    public void A_quotient_that_rounds_up_to_a_whole_lot_gives_the_lot_below()
    {
        // The exact quotient is 1 - 1.3e-29; at 28 digits it is 1.
        Assert.Equal(1m, 7.9228162514264337593543950334m / 7.9228162514264337593543950335m);
        Assert.Equal(0, PositionSizing.SharesWithin(7.9228162514264337593543950334m, 7.9228162514264337593543950335m, 1));
    }

    [Theory]
    [InlineData("""{"kind":"fixedFraction","Fraction":0.01}""")]
    [InlineData("""{"kind":"fixedNotional","Dollars":5000}""")]
    [InlineData("""{"kind":"fixedShares","Shares":10}""")]
    [InlineData("""{"kind":"equityFraction","Fraction":1}""")]
    [InlineData("""{"kind":"volatility","Fraction":0.01,"Multiple":3}""")]
    public void A_rule_is_stored_with_its_kind(string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<SizingRule>(json)));
}
