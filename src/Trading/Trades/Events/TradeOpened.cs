using Trading.Messages;

namespace Trading.Trades;

/// <summary>The entry is done and the trade holds shares; position management watches it from here.</summary>
/// <param name="Quantity">Shares held.</param>
/// <param name="AverageEntry">Dollars a share.</param>
public sealed record TradeOpened(TradeId TradeId, TradePlan Plan, decimal Quantity, decimal AverageEntry, DateTimeOffset OpenedAt) : Payload;
