using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.MarketData;

/// <summary>Bars that have ended, oldest first.</summary>
public sealed record BarsReceived(Symbol Symbol, BarPeriod Period, ImmutableArray<Bar> Bars) : Payload;
