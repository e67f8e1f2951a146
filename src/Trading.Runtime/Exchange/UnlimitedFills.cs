using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>The market takes any size at its price.</summary>
public sealed record UnlimitedFills : IFillModel
{
    public decimal SharesIn(Symbol symbol, in Bar bar) => decimal.MaxValue;

    public decimal SharesAt(Quote quote, OrderSide side) => decimal.MaxValue;
}
