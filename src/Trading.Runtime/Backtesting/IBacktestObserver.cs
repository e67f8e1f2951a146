using Trading.Trades;

namespace Trading.Runtime.Backtesting;

/// <summary>Watches a backtest as it runs.</summary>
public interface IBacktestObserver
{
    void OnTradeClosed(ClosedTrade trade);

    /// <summary>A trade ended without ever holding a share: rejected or canceled.</summary>
    void OnTradeEnded(Trade trade);

    /// <summary>Called a few times a second at most, with the bars done so far.</summary>
    void OnProgress(long bars, DateTimeOffset time);
}
