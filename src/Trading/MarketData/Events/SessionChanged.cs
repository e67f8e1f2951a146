using Trading.Messages;

namespace Trading.MarketData;

/// <summary>A part of a trading day began.</summary>
public sealed record SessionChanged(Session Session, SessionPhase Phase) : Payload;
