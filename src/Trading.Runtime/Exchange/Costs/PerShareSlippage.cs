using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>The same amount for every share, such as half a usual spread.</summary>
/// <param name="Amount">Dollars a share, zero or above.</param>
public sealed record PerShareSlippage(Price Amount) : ISlippageModel
{
    public Price Amount { get; } = Price.FromDecimal(NotNegative.Of(Amount, nameof(Amount)));

    public Price Distance(OrderSide side, Price price, decimal quantity, in Bar bar) => Amount;
}
