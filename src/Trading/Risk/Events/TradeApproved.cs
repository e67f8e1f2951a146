using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>The trade may be entered. Its size is reserved until it fills, ends, or the reservation expires.</summary>
/// <param name="Quantity">Shares, above zero.</param>
/// <param name="ReservedUntil">When the reservation expires, in UTC; an entry must not be sent later.</param>
public sealed record TradeApproved(TradeId TradeId, decimal Quantity, DateTimeOffset ReservedUntil) : Payload, ITradeEvent;
