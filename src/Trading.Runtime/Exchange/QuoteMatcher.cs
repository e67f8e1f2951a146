using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>Trades orders against a quote: buyers pay the ask, sellers get the bid, the last trade wakes stops.</summary>
internal sealed class QuoteMatcher(ExchangeOptions options, OrderDesk desk, TradingHours hours)
{
    public void Match(SymbolBook book, Quote quote)
    {
        var now = quote.Time.UtcTicks;
        var phase = hours.PhaseAt(now);
        if (!book.IsHalted && phase != SessionPhase.Closed)
        {
            for (var i = 0; i < book.Orders.Count; i++)
            {
                var order = book.Orders[i];
                if (order.IsEnded || now < order.TakenAt || now < order.AuctionAt) continue;
                if (order.Terms.TimeInForce == TimeInForce.AtTheClose) AtClose(order, quote, now);
                else if (order.IsEligible(now, phase == SessionPhase.Regular)) Trade(order, quote, now);
            }
            book.Sweep();
        }
        desk.ExpireDue(book, now);
    }

    private void Trade(ExchangeOrder order, Quote quote, long now)
    {
        var price = (order.IsBuy ? quote.Ask : quote.Bid).Units;
        var last = quote.Last.IsPositive ? quote.Last.Units : price;
        if (order.WaitsForTrigger && last > 0)
        {
            if (order.IsTrailing) order.Follow(last);
            if (order.IsTriggeredBy(last)) desk.Trigger(order, Moment.At(now));
        }
        if (order.WaitsForTrigger) return;
        if (price > 0 && order.Takes(price)) Execute(order, price, quote, now);
        if (order.IsEnded) return;
        if (order.IsImmediate) desk.Cancel(order, "it could not trade in full at once", now);
        else if (order.Terms.TimeInForce == TimeInForce.AtTheOpen) desk.Expire(order, "it did not trade in full in the opening auction", now);
    }

    /// <summary>The first quote after the close tells the closing price as its last trade.</summary>
    private void AtClose(ExchangeOrder order, Quote quote, long now)
    {
        var price = (quote.Last.IsPositive ? quote.Last : quote.Mid).Units;
        if (price > 0 && order.Takes(price)) Execute(order, price, quote, now);
        if (!order.IsEnded) desk.Expire(order, "it did not trade in full in the closing auction", now);
    }

    private void Execute(ExchangeOrder order, long price, Quote quote, long now)
    {
        var at = Price.FromUnits(price);
        var tape = new Bar(quote.Time, quote.Time, at, at, at, at, 0);
        desk.Execute(order, price, slips: order.Limit == 0, options.Fills.SharesAt(quote, order.Terms.Side), in tape, Moment.At(now));
    }
}
