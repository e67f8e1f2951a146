using Trading.Messages;
using Trading.Trades;

namespace Trading.Positions;

/// <summary>A trade holds no shares any more.</summary>
/// <param name="Realised">Dollars made, after fees.</param>
/// <param name="MaximumAdverse">The most it was ever under water, in dollars a share, zero or below.</param>
/// <param name="MaximumFavourable">The most it was ever ahead, in dollars a share, zero or above.</param>
public sealed record PositionClosed(TradeId TradeId, decimal Realised, decimal MaximumAdverse, decimal MaximumFavourable) : Payload;
