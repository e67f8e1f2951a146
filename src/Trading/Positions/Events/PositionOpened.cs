using Trading.Messages;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>A trade holds its first shares.</summary>
/// <param name="Quantity">Shares with their sign: short below zero.</param>
/// <param name="AveragePrice">Dollars a share.</param>
public sealed record PositionOpened(TradeId TradeId, decimal Quantity, decimal AveragePrice) : Payload;
