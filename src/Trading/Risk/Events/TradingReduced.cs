using Trading.Messages;

namespace Trading.Risk;

/// <summary>Only exits are sent in the message's scope until trading is resumed.</summary>
public sealed record TradingReduced(string Code, string Reason) : Payload;
