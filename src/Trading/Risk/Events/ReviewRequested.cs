using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>May this trade be entered, and with how many shares?</summary>
public sealed record ReviewRequested(TradeId TradeId, TradePlan Plan) : Payload;
