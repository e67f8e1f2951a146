using Trading.Messages;

namespace Trading.MarketData;

/// <summary>The newest quote of a symbol.</summary>
public sealed record QuoteUpdated(Quote Quote) : Payload;
