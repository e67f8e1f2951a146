using Trading.MarketData;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>What a trade truly holds at the exchange, and its orders there.</summary>
internal sealed class TrueTrade(TradeId id, Symbol symbol)
{
    public TradeId Id { get; } = id;

    public Symbol Symbol { get; } = symbol;

    /// <summary>Shares with their sign.</summary>
    public decimal Held { get; set; }

    /// <summary>What its fills paid out and brought in, with fees, in dollars.</summary>
    public decimal Cash { get; set; }

    /// <summary>Until when the broker has not told of all its fills.</summary>
    public DateTimeOffset HiddenUntil { get; set; }

    public List<TrueOrder> Orders { get; } = [];

    /// <summary>Shares that live orders are to sell or buy back; of a pair the larger side.</summary>
    public decimal Offered
    {
        get
        {
            var offered = 0m;
            foreach (var order in Orders)
            {
                if (!order.IsLive || !order.IsClosing) continue;
                if (order.Other is { IsLive: true } other)
                {
                    // A pair is counted at its larger side, once.
                    if (other.Remaining > order.Remaining || (other.Remaining == order.Remaining && string.CompareOrdinal(other.Id.Value, order.Id.Value) < 0)) continue;
                }
                offered += order.Remaining;
            }
            return offered;
        }
    }
}
