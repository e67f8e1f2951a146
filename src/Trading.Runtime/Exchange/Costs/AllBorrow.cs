using Trading.MarketData;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>Every share can be borrowed at the same rate: the easy-to-borrow list taken for the market.</summary>
/// <param name="Rate">The fee a year as a part of the shares' worth, zero or above.</param>
public sealed record AllBorrow(decimal Rate = 0) : IBorrowModel
{
    public decimal Rate { get; } = NotNegative.Of(Rate, nameof(Rate));

    public bool IsAvailable(Symbol symbol, decimal shares) => true;

    public decimal AnnualRate(Symbol symbol) => Rate;
}
