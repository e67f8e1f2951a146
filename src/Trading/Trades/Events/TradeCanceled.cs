using Trading.Messages;

namespace Trading.Trades;

/// <summary>The trade ended without ever holding a share.</summary>
public sealed record TradeCanceled(TradeId TradeId, string Reason) : Payload;
