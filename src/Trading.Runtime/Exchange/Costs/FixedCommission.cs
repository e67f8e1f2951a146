using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>The same price for every order that trades at all.</summary>
/// <param name="Amount">Dollars an order, zero or above.</param>
public sealed record FixedCommission(decimal Amount) : ICommissionModel
{
    public decimal Amount { get; } = NotNegative.Of(Amount, nameof(Amount));

    public decimal Total(OrderSide side, decimal shares, decimal value) => Cents.Nearest(Amount);
}
