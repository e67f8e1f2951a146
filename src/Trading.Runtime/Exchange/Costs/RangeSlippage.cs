using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>A part of the bar's range from low to high: wild bars cost more than calm ones.</summary>
/// <param name="Fraction">0.1 is a tenth of the range; zero or above.</param>
public sealed record RangeSlippage(decimal Fraction) : ISlippageModel
{
    public decimal Fraction { get; } = NotNegative.Of(Fraction, nameof(Fraction));

    public Price Distance(OrderSide side, Price price, decimal quantity, in Bar bar) =>
        Price.FromDecimal((bar.High - bar.Low).ToDecimal() * Fraction);
}
