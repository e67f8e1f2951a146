using Trading.MarketData;

namespace Trading.Risk;

/// <summary>What the risk gate sees of the market when it reviews a trade.</summary>
/// <param name="Quote">The newest quote of the symbol; null when there is none.</param>
/// <param name="Session">The session that is on, or the next one; its date is the trading day.</param>
/// <param name="DayOrdersEnd">When an order for the day that is sent now can work no longer, in UTC.</param>
/// <param name="Sector">The sector of the symbol; empty when none is configured.</param>
public readonly record struct MarketView(Quote? Quote, Session Session, DateTimeOffset DayOrdersEnd, string Sector);
