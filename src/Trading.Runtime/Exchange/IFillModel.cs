using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>How many shares the market has for us.</summary>
/// <remarks>All orders of the account in a symbol share what a bar gives. What an order does not get it waits for.</remarks>
public interface IFillModel
{
    /// <summary>The shares that may trade in a bar, zero or above; <see cref="decimal.MaxValue"/> for no bound.</summary>
    decimal SharesIn(Symbol symbol, in Bar bar);

    /// <summary>The shares that an order on this side may trade against a quote, zero or above.</summary>
    decimal SharesAt(Quote quote, OrderSide side);
}
