using Trading.MarketData;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>An entry approved not long ago, for the duplicate window and the count of orders a minute.</summary>
public sealed record RecentOrder(TradeId TradeId, string Strategy, Symbol Symbol, TradeDirection Direction, DateTimeOffset Time)
{
    /// <summary>How many a portfolio keeps; the oldest go first.</summary>
    public const int MostKept = 1000;

    /// <summary>How long one is kept at most, so the longest duplicate window.</summary>
    public static TimeSpan LongestWindow { get; } = TimeSpan.FromHours(1);
}
