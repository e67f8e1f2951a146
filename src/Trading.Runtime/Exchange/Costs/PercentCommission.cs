using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>A percentage of what the shares are worth.</summary>
/// <param name="Percent">0.1 is a tenth of a percent; zero or above.</param>
public sealed record PercentCommission(decimal Percent) : ICommissionModel
{
    public decimal Percent { get; } = NotNegative.Of(Percent, nameof(Percent));

    public decimal Total(OrderSide side, decimal shares, decimal value) => Cents.Nearest(value * Percent / 100m);
}
