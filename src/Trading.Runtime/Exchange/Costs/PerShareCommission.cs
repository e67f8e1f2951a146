using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>An amount for every share, with a least amount for an order.</summary>
/// <param name="Amount">Dollars a share, zero or above.</param>
/// <param name="Minimum">Dollars an order that trades at all costs at least, zero or above.</param>
public sealed record PerShareCommission(decimal Amount, decimal Minimum = 0) : ICommissionModel
{
    public decimal Amount { get; } = NotNegative.Of(Amount, nameof(Amount));
    public decimal Minimum { get; } = NotNegative.Of(Minimum, nameof(Minimum));

    public decimal Total(OrderSide side, decimal shares, decimal value) => Cents.Nearest(Math.Max(Minimum, shares * Amount));
}
