using Trading.MarketData;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Strategies;

/// <summary>A strategy wants out of every trade it has in this direction in the message's symbol.</summary>
public sealed record ExitSignaled(TradeDirection Direction, Price ReferencePrice, string Reason) : Payload, ITradeEvent;
