using Trading.MarketData;

namespace Trading.Orders;

/// <summary>One execution: shares that changed hands at a price.</summary>
/// <param name="ExecutionId">The broker's own id of the execution; booking it twice is what it guards against.</param>
/// <param name="Quantity">Shares, above zero.</param>
/// <param name="Price">Dollars a share.</param>
/// <param name="Fee">Commission and fees in dollars; negative for a rebate.</param>
/// <param name="Time">When it traded, in UTC.</param>
public sealed record Fill(string ExecutionId, OrderSide Side, decimal Quantity, Price Price, decimal Fee, DateTimeOffset Time)
{
    /// <summary>Shares with their sign: bought above zero, sold below.</summary>
    public decimal SignedQuantity => Side.IsBuy() ? Quantity : -Quantity;
}
