using Trading.MarketData;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>What a trade takes of the desk's limits from the moment of its approval until its account's portfolio shows it.</summary>
/// <param name="Notional">Dollars.</param>
/// <param name="Time">When it was approved, in UTC.</param>
/// <param name="Until">When it is given up if the portfolio never shows the trade, in UTC: its entry can no longer be sent then.</param>
public sealed record DeskClaim(
    TradeId TradeId,
    string Account,
    Symbol Symbol,
    string Sector,
    TradeDirection Direction,
    decimal Notional,
    DateTimeOffset Time,
    DateTimeOffset Until);
