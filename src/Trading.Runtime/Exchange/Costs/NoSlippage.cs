using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>Orders trade at the very price of the tape.</summary>
public sealed record NoSlippage : ISlippageModel
{
    public Price Distance(OrderSide side, Price price, decimal quantity, in Bar bar) => Price.Zero;
}
