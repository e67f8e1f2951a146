using Trading.MarketData;

namespace Trading.Runtime.Exchange;

/// <summary>All that the exchange holds of one symbol: open orders, the position, and the last price.</summary>
internal sealed class SymbolBook(Symbol symbol)
{
    public readonly Symbol Symbol = symbol;

    /// <summary>Orders that can trade, in the order in which they were taken.</summary>
    public readonly List<ExchangeOrder> Orders = [];

    /// <summary>Units of a <see cref="Price"/>; zero before the first bar or quote.</summary>
    public long LastPrice;

    /// <summary>The end of the last bar or the time of the last quote, in ticks of UTC.</summary>
    public long LastTime;

    /// <summary>When the first of the orders expires, or earlier.</summary>
    public long NextExpiry = long.MaxValue;

    public bool IsHalted;
    public bool HasEnded;
    public int TrailingStops;

    /// <summary>Shares with their sign.</summary>
    public decimal Position;

    /// <summary>What the position was bought or sold for, in dollars, with its sign.</summary>
    public decimal Cost;

    /// <summary>The place among the ledger's held books; -1 when flat.</summary>
    public int HeldAt = -1;

    public Price Last => Price.FromUnits(LastPrice);

    public decimal Value => Position * Last;

    public decimal AveragePrice => Position == 0 ? 0 : Cost / Position;

    public void Add(ExchangeOrder order)
    {
        Orders.Add(order);
        NextExpiry = Math.Min(NextExpiry, order.ExpiresAt);
        if (order.IsTrailing) TrailingStops++;
    }

    public void Remove(ExchangeOrder order)
    {
        if (Orders.Remove(order) && order.IsTrailing) TrailingStops--;
    }

    /// <summary>Takes the ended orders out, once nobody walks the list any more.</summary>
    public void Sweep()
    {
        if (!HasEnded) return;
        HasEnded = false;
        Orders.RemoveAll(static order => order.IsEnded);
        TrailingStops = 0;
        foreach (var order in Orders)
            if (order.IsTrailing) TrailingStops++;
    }
}
