using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>Nothing new is sent in the message's scope until trading is resumed.</summary>
/// <param name="Flatten">Whether open trades are left as well.</param>
public sealed record TradingHalted(string Code, string Reason, bool Flatten) : Payload, ITradeEvent;
