using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Runtime.Backtesting;

/// <summary>A trade that entered and is flat again, as the reports show it.</summary>
/// <param name="Scope">Account, strategy and symbol.</param>
/// <param name="Plan">What the strategy wanted.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="MaximumAdverse">The most it was ever under water, in dollars a share, zero or below.</param>
/// <param name="MaximumFavourable">The most it was ever ahead, in dollars a share, zero or above.</param>
/// <param name="History">Its way through the states.</param>
public sealed record ClosedTrade(
    Scope Scope,
    TradePlan Plan,
    TradeClosed Outcome,
    decimal MaximumAdverse,
    decimal MaximumFavourable,
    History<TradeState> History)
{
    public Symbol Symbol => Scope.Symbol;
}
