using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>The trade may not be entered.</summary>
/// <param name="Code">A stable code: <see cref="DenialCode"/>.</param>
/// <param name="Reason">What was measured and what is allowed, for a person.</param>
public sealed record TradeDenied(TradeId TradeId, DenialCode Code, string Reason) : Payload, ITradeEvent;
