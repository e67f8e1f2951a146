using Trading.Messages;

namespace Trading.Trades;

/// <summary>The trade ended before it began: denied, or not reviewed in time.</summary>
public sealed record TradeRejected(TradeId TradeId, string Reason) : Payload;
