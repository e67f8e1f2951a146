using Trading.Messages;

namespace Trading.Trades;

/// <summary>The trade is flat and all its orders have ended.</summary>
/// <param name="Quantity">Shares entered.</param>
/// <param name="AverageEntry">Dollars a share.</param>
/// <param name="AverageExit">Dollars a share.</param>
/// <param name="Fees">Dollars, all orders.</param>
/// <param name="ProfitAndLoss">Dollars, after fees.</param>
public sealed record TradeClosed(
    TradeId TradeId,
    TradeDirection Direction,
    decimal Quantity,
    decimal AverageEntry,
    decimal AverageExit,
    decimal Fees,
    decimal ProfitAndLoss,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    ExitReason Reason) : Payload;
