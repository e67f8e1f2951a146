using Trading.Messages;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>A trade holds more or fewer shares than before.</summary>
/// <param name="Quantity">Shares with their sign: short below zero.</param>
/// <param name="AveragePrice">Dollars a share of what is held.</param>
/// <param name="Realised">Dollars made so far, after fees.</param>
public sealed record PositionUpdated(TradeId TradeId, decimal Quantity, decimal AveragePrice, decimal Realised) : Payload;
