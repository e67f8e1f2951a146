using Trading.MarketData;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>Nothing can be borrowed.</summary>
public sealed record NoBorrow : IBorrowModel
{
    public bool IsAvailable(Symbol symbol, decimal shares) => false;

    public decimal AnnualRate(Symbol symbol) => 0;
}
