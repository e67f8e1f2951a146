using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>Trades resting orders against a bar that has ended.</summary>
/// <remarks>
/// A bar is walked in three steps. At the open, whose price is known to be the first: what trades there trades there. Inside,
/// where the way of the price is not known: stops before limits, the worst case first. At the close: the closing auction.
/// </remarks>
internal sealed class BarMatcher(ExchangeOptions options, OrderDesk desk, TradingHours hours)
{
    private SymbolBook _book = null!;
    private decimal _shares;
    private bool _isCounted;
    private bool _isRegular;
    private long _start;
    private long _end;

    public void Match(SymbolBook book, in Bar bar)
    {
        _start = bar.Start.UtcTicks;
        _end = bar.End.UtcTicks;
        var phase = hours.PhaseAt(_start);
        _isRegular = phase == SessionPhase.Regular;
        if (!book.IsHalted && phase != SessionPhase.Closed)
        {
            if (IsAnyInReach(book, in bar)) Trade(book, in bar);
            if (book.TrailingStops > 0) MoveTrailingStops(book, in bar);
        }
        if (_end >= book.NextExpiry) desk.ExpireDue(book, _end);
    }

    private bool IsAnyInReach(SymbolBook book, in Bar bar)
    {
        var (low, high) = (bar.Low.Units, bar.High.Units);
        foreach (var order in book.Orders)
            if (order.IsInReach(low, high) && order.IsEligible(_start, _isRegular)) return true;
        return false;
    }

    private void Trade(SymbolBook book, in Bar bar)
    {
        _book = book;
        _isCounted = false;
        // Orders that come alive on the way are added to the end of the list and meet the rest of the bar.
        for (var i = 0; i < book.Orders.Count; i++) AtOpen(book.Orders[i], in bar);
        for (var i = 0; i < book.Orders.Count; i++) InsideStop(book.Orders[i], in bar);
        for (var i = 0; i < book.Orders.Count; i++) InsideLimit(book.Orders[i], in bar);
        for (var i = 0; i < book.Orders.Count; i++) AtClose(book.Orders[i], in bar);
        book.Sweep();
    }

    private void AtOpen(ExchangeOrder order, in Bar bar)
    {
        if (!MayTrade(order) || order.Terms.TimeInForce == TimeInForce.AtTheClose || _start < order.AuctionAt) return;
        var open = bar.Open.Units;
        var moment = new Moment(_start, _start, _end);
        if (order.IsTrailing && order.Best == 0) order.Follow(open);
        var slips = order.Terms.Type != OrderType.Limit && (order.Limit == 0 || order.WaitsForTrigger);
        if (order.WaitsForTrigger)
        {
            if (!order.IsTriggeredBy(open)) return;
            desk.Trigger(order, moment);
        }
        if (Trades(order, open)) Execute(order, open, slips, in bar, moment);
        if (order.IsEnded) return;
        if (order.IsImmediate) desk.Cancel(order, "it could not trade in full at once", _end);
        else if (order.Terms.TimeInForce == TimeInForce.AtTheOpen) desk.Expire(order, "it did not trade in full in the opening auction", _end);
    }

    private void InsideStop(ExchangeOrder order, in Bar bar)
    {
        if (!MayTrade(order) || !order.WaitsForTrigger) return;
        if (order.IsTriggeredBy(order.IsBuy ? bar.High.Units : bar.Low.Units)) TradeStop(order, order.Stop, in bar);
    }

    /// <summary>Triggers a stop inside the bar, where the market is at a price.</summary>
    private void TradeStop(ExchangeOrder order, long price, in Bar bar)
    {
        desk.Trigger(order, Inside);
        if (order.Takes(price)) Enter(order, price, slips: true, in bar);
        // Of the prices after the trigger only the close is sure.
        else if (Trades(order, bar.Close.Units)) Enter(order, order.Limit, slips: false, in bar);
    }

    private void InsideLimit(ExchangeOrder order, in Bar bar)
    {
        if (!MayTrade(order) || order.Limit == 0 || order.WaitsForTrigger || order.TriggeredAt > _start) return;
        if (order.Terms.TimeInForce is not (TimeInForce.Day or TimeInForce.GoodTilCanceled)) return;
        if (Trades(order, order.IsBuy ? bar.Low.Units : bar.High.Units)) Enter(order, order.Limit, slips: false, in bar);
    }

    private void AtClose(ExchangeOrder order, in Bar bar)
    {
        if (order.Terms.TimeInForce != TimeInForce.AtTheClose || !MayTrade(order) || _end < order.AuctionAt) return;
        var close = bar.Close.Units;
        if (order.Takes(close)) Execute(order, close, slips: order.Limit == 0, in bar, Moment.At(_end));
        if (!order.IsEnded) desk.Expire(order, "it did not trade in full in the closing auction", _end);
    }

    /// <summary>Trades inside the bar, and holds the new position's stop against what is left of the bar.</summary>
    private void Enter(ExchangeOrder order, long price, bool slips, in Bar bar)
    {
        var isFirst = order.Filled == 0;
        if (Execute(order, price, slips, in bar, Inside) == 0 || !isFirst) return;
        foreach (var attached in order.Attached) MeetRest(attached, price, in bar);
    }

    /// <summary>
    /// The bar's extreme against the position is taken to come after the entry, unless it is the open, which came before it. The
    /// target is left for the next bar.
    /// </summary>
    private void MeetRest(ExchangeOrder attached, long entry, in Bar bar)
    {
        if (attached.IsEnded || !attached.WaitsForTrigger) return;
        var extreme = (attached.IsBuy ? bar.High : bar.Low).Units;
        if (extreme == bar.Open.Units && extreme != entry) extreme = bar.Close.Units;
        extreme = attached.IsBuy ? Math.Max(extreme, entry) : Math.Min(extreme, entry);
        if (attached.IsTriggeredBy(extreme)) TradeStop(attached, attached.IsTriggeredBy(entry) ? entry : attached.Stop, in bar);
        else if (attached.IsTrailing) attached.Follow(bar.Close.Units);
    }

    private void MoveTrailingStops(SymbolBook book, in Bar bar)
    {
        foreach (var order in book.Orders)
            if (order is { IsTrailing: true, WaitsForTrigger: true } && order.IsEligible(_start, _isRegular))
                order.Follow(order.IsBuy ? bar.Low.Units : bar.High.Units);
    }

    private Moment Inside => new(_end, _start, _end);

    private bool MayTrade(ExchangeOrder order) => !order.IsEnded && order.IsEligible(_start, _isRegular);

    /// <summary>Whether a price is enough for the order: where a touch is not, the market has to go beyond a limit that rests.</summary>
    private bool Trades(ExchangeOrder order, long price) =>
        order.Takes(price) && (options.LimitFillsOnTouch || price != order.Limit || order.IsImmediate || order.AuctionAt != 0);

    private decimal Execute(ExchangeOrder order, long price, bool slips, in Bar bar, Moment moment)
    {
        if (!_isCounted) _shares = options.Fills.SharesIn(_book.Symbol, in bar);
        _isCounted = true;
        var traded = desk.Execute(order, price, slips, _shares, in bar, moment);
        if (_shares != decimal.MaxValue) _shares -= traded;
        return traded;
    }
}
