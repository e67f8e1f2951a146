using Trading.MarketData;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>The protective stop of a trade belongs at a new price.</summary>
public sealed record StopMoved(TradeId TradeId, Price StopPrice, string Reason) : Payload, ITradeEvent;
