using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>A part of the price: 5 basis points of a 200-dollar share are ten cents.</summary>
/// <param name="BasisPoints">Hundredths of a percent, zero or above.</param>
public sealed record BasisPointSlippage(decimal BasisPoints) : ISlippageModel
{
    private const decimal BasisPointsOfOne = 10_000m;

    public decimal BasisPoints { get; } = NotNegative.Of(BasisPoints, nameof(BasisPoints));

    public Price Distance(OrderSide side, Price price, decimal quantity, in Bar bar) =>
        Price.FromDecimal(price * BasisPoints / BasisPointsOfOne);
}
