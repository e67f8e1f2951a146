using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Exchange;

namespace Trading.FakeBrokers.Books;

/// <summary>Lets a script say how many shares a bar or a quote has for us, so that orders fill in parts.</summary>
public sealed class CappedFills(IFillModel usual) : IFillModel
{
    /// <summary>The most shares a bar or quote trades; null for what the market has.</summary>
    public decimal? MostShares { get; set; }

    public decimal SharesIn(Symbol symbol, in Bar bar) => Math.Min(MostShares ?? decimal.MaxValue, usual.SharesIn(symbol, bar));

    public decimal SharesAt(Quote quote, OrderSide side) => Math.Min(MostShares ?? decimal.MaxValue, usual.SharesAt(quote, side));
}
