using Trading.MarketData;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>Which shares can be borrowed to sell them short, and what that costs.</summary>
public interface IBorrowModel
{
    /// <summary>Whether a locate can be had for the shares (Regulation SHO, 17 CFR 242.203(b)).</summary>
    bool IsAvailable(Symbol symbol, decimal shares);

    /// <summary>The fee a year as a part of what the shares are worth: 0.03 is three percent.</summary>
    decimal AnnualRate(Symbol symbol);
}
