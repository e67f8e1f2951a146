using Trading.Messages;
using Trading.Trades;

namespace Trading.Orders;

/// <summary>How an order stands, as its trade needs to know.</summary>
/// <param name="Filled">Shares filled so far.</param>
/// <param name="FilledValue">Quantity times price over all fills, in dollars.</param>
/// <param name="Fees">Commission and fees so far, in dollars.</param>
/// <param name="Reason">Why it ended, where it ended without trading in full: a code, or the broker's words.</param>
/// <param name="Sequence">Counts the order's reports; an older one that comes late is passed over.</param>
public sealed record OrderReport(
    OrderId OrderId,
    TradeId TradeId,
    OrderRole Role,
    OrderState State,
    OrderTerms Terms,
    decimal Filled,
    decimal FilledValue,
    decimal Fees,
    string Reason,
    int Sequence) : Payload, ITradeEvent;
