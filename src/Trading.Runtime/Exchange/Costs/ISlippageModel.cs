using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>How far from the price of the tape an order that takes any price trades.</summary>
/// <remarks>
/// Asked for market orders and for stops; an order with a limit never trades beyond it. The answer is added to what a buyer
/// pays and taken from what a seller gets, so it is zero or above.
/// </remarks>
public interface ISlippageModel
{
    /// <summary>Dollars a share, zero or above.</summary>
    /// <param name="price">The price of the tape, before slippage.</param>
    /// <param name="quantity">The shares that trade now.</param>
    /// <param name="bar">The bar the order trades in; for a quote, one whose four prices are the quote's.</param>
    Price Distance(OrderSide side, Price price, decimal quantity, in Bar bar);
}
