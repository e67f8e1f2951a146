using Trading.Messages;

namespace Trading.Risk;

/// <summary>The message's scope trades again.</summary>
public sealed record TradingResumed(string Reason) : Payload;
