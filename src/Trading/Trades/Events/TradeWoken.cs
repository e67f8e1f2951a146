using Trading.Messages;

namespace Trading.Trades;

/// <summary>The time came that the trade's lifecycle asked to be woken at.</summary>
public sealed record TradeWoken(TradeId TradeId) : Payload, ITradeEvent;
