using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>What regulators charge sellers, as brokers pass it on: each fee rounded up to the cent.</summary>
/// <remarks>
/// The SEC's fee is Section 31 of the Securities Exchange Act of 1934; the trading activity fee is FINRA's (By-Laws, Schedule
/// A, Section 1). Both change about once a year, so there are no defaults: take the rates in force from the SEC's fee rate
/// advisory and FINRA's notice for the time that is traded, such as 5.10 dollars a million and 0.000119 dollars a share up
/// to 5.95 dollars in 2021.
/// </remarks>
/// <param name="SecPerMillion">Dollars for each million dollars sold, zero or above.</param>
/// <param name="ActivityPerShare">Dollars for each share sold, zero or above.</param>
/// <param name="ActivityMaximum">The most that the trading activity fee of one order is, in dollars.</param>
public sealed record RegulatoryFees(decimal SecPerMillion, decimal ActivityPerShare, decimal ActivityMaximum) : ICommissionModel
{
    private const decimal Million = 1_000_000m;

    public decimal SecPerMillion { get; } = NotNegative.Of(SecPerMillion, nameof(SecPerMillion));
    public decimal ActivityPerShare { get; } = NotNegative.Of(ActivityPerShare, nameof(ActivityPerShare));
    public decimal ActivityMaximum { get; } = NotNegative.Of(ActivityMaximum, nameof(ActivityMaximum));

    public decimal Total(OrderSide side, decimal shares, decimal value) => side.IsBuy()
        ? 0
        : Cents.Up(value * SecPerMillion / Million) + Cents.Up(Math.Min(shares * ActivityPerShare, ActivityMaximum));
}
