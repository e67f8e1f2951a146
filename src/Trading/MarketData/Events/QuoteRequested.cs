using Trading.Messages;

namespace Trading.MarketData;

/// <summary>Say the newest quote of a symbol.</summary>
public sealed record QuoteRequested(Symbol Symbol) : Payload;
