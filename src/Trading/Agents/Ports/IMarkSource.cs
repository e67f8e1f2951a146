using Trading.MarketData;

namespace Trading.Agents.Ports;

/// <summary>A source that has the newest price at hand, so that marking to market, as is done every few minutes, makes no quote.</summary>
public interface IMarkSource : IMarketDataSource
{
    /// <summary>The middle of the newest quote and its time in UTC; false where there is none.</summary>
    bool TryMark(Symbol symbol, out Price price, out DateTimeOffset time);
}
