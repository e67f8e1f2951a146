using Trading.MarketData;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>What position management wants of a trade: its stop at another price, or the trade left; one of the two.</summary>
/// <param name="Stop">Where the protective stop belongs from now on, a multiple of the tick.</param>
/// <param name="Exit">Why the trade is to be left.</param>
/// <param name="Price">The price that decided.</param>
/// <param name="Explanation">Why, for a person.</param>
public sealed record Wish(Price? Stop, ExitReason? Exit, Price Price, string Explanation);
