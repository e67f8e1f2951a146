using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>A trade that asks to be entered, in the scope of its account, strategy and symbol.</summary>
public readonly record struct RiskRequest(TradeId TradeId, Scope Scope, TradePlan Plan);
