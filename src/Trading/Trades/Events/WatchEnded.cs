using Trading.Messages;

namespace Trading.Trades;

/// <summary>Nobody watches for the trade's signal any longer.</summary>
public sealed record WatchEnded(TradeId TradeId) : Payload, ITradeEvent;
