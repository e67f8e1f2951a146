using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>At most a part of what the whole market traded, in whole shares.</summary>
/// <param name="Participation">0.1 is a tenth of a bar's volume; above zero, at most one.</param>
public sealed record VolumeFills(decimal Participation = 0.1m) : IFillModel
{
    /// <exception cref="ArgumentOutOfRangeException">The part is not above zero and at most one.</exception>
    public decimal Participation { get; } = Participation is > 0 and <= 1
        ? Participation
        : throw new ArgumentOutOfRangeException(nameof(Participation), Participation, "A part of the volume is above zero and at most one.");

    /// <summary>Whether a bar without volume has no bound, as for data that counts no shares; else nothing trades in it.</summary>
    public bool ZeroVolumeIsUnlimited { get; init; }

    /// <summary>Whether a quote's size bounds what trades against it; off because many feeds tell only part of the book.</summary>
    public bool QuoteSizeLimits { get; init; }

    public decimal SharesIn(Symbol symbol, in Bar bar) => bar.Volume > 0
        ? Math.Floor(bar.Volume * Participation)
        : ZeroVolumeIsUnlimited ? decimal.MaxValue : 0;

    public decimal SharesAt(Quote quote, OrderSide side) =>
        !QuoteSizeLimits ? decimal.MaxValue : side.IsBuy() ? quote.AskSize : quote.BidSize;
}
