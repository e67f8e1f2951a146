using Trading.Messages;
using Trading.Trades;

namespace Trading.Strategies;

/// <summary>A strategy wants into the market. The message's id makes the trade's.</summary>
public sealed record EntrySignaled(TradePlan Plan) : Payload, ITradeEvent;
