using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>What is known of a series of bars before it is read.</summary>
/// <param name="Symbol">Whose bars they are.</param>
/// <param name="Period">The length of each bar.</param>
/// <param name="Count">How many bars there are, or null when only reading tells.</param>
/// <param name="FirstStart">When the first bar starts (UTC), or null when only reading tells, or there is none.</param>
/// <param name="LastEnd">When the last bar ends (UTC), or null when only reading tells, or there is none.</param>
public sealed record BarSeriesInfo(
    Symbol Symbol,
    BarPeriod Period,
    long? Count,
    DateTimeOffset? FirstStart,
    DateTimeOffset? LastEnd);
