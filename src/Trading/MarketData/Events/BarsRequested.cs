using Trading.Messages;

namespace Trading.MarketData;

/// <summary>Say the bars that ended after <paramref name="From"/> and not after <paramref name="To"/> (UTC).</summary>
public sealed record BarsRequested(Symbol Symbol, BarPeriod Period, DateTimeOffset From, DateTimeOffset To) : Payload;
