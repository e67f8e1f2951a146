using Trading.MarketData;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>Position management wants a trade left.</summary>
/// <param name="ReferencePrice">The price at which it decided.</param>
public sealed record ExitRequested(TradeId TradeId, ExitReason Reason, Price ReferencePrice, string Explanation) : Payload, ITradeEvent;
