using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>What an order costs in all, given what of it has traded.</summary>
/// <remarks>
/// Told as a total, so that a minimum or a fixed price is charged once for an order that trades in parts: each fill is
/// charged what the total grew by. Totals are in whole cents.
/// </remarks>
public interface ICommissionModel
{
    /// <summary>Dollars for all that has traded so far; negative for a rebate.</summary>
    /// <param name="shares">Shares of the order that have traded, above zero.</param>
    /// <param name="value">The sum of quantity times price over them, in dollars.</param>
    decimal Total(OrderSide side, decimal shares, decimal value);
}
