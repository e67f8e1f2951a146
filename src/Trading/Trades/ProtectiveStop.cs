using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Trades;

/// <summary>Holds the protective stop of an open trade at the broker, where the trade wants it and for the shares it holds.</summary>
internal static class ProtectiveStop
{
    private const int MostRetryDelays = 10;

    public static Trade Protect(Trade trade, Stamp at, ref TradeActionList actions)
    {
        if (trade.StopPrice is not { } wanted) return trade;
        if (Live(trade, OrderRole.Stop) is not { } stop) return Send(trade, wanted, at, ref actions);
        // Shares are held, so the broker must have brought an attached stop to life.
        return stop is { IsAttached: true, State: OrderState.PendingSubmission }
            ? Await(trade, stop, at, ref actions)
            : Move(trade, stop, wanted, at, ref actions);
    }

    /// <summary>Whether a dead order is not yet to be sent again: what is refused at once is answered later, and each further time later still.</summary>
    public static bool MustWait(ref Trade trade, TradeOrder dead, int delays, Stamp at)
    {
        if (delays <= 0) return false;
        if (trade.RetryAfter == dead.Id) return trade.Deadline > at.Time;
        trade = trade with { Deadline = at.Time + Delay(trade, delays), RetryAfter = dead.Id };
        return true;
    }

    private static Trade Send(Trade trade, Price wanted, Stamp at, ref TradeActionList actions)
    {
        var last = TradeSteering.Last(trade, OrderRole.Stop);
        var target = Live(trade, OrderRole.Target);
        // Not every broker can pair a stop with a target that is there already. The stop comes first.
        if (target is not null && (target.IsCancelOrdered || last is { State: OrderState.Rejected }))
            return TradeSteering.Cancel(trade, target, "making way for the stop", ref actions);
        var sent = TradeTickets.Attempt(trade, OrderRole.Stop) - 1;
        var delays = last switch
        {
            { State: OrderState.Rejected, Link: not null } => 0, // what it was refused beside has gone
            { State: OrderState.Rejected } => sent,
            _ => sent - 1,
        };
        if (last is not null && MustWait(ref trade, last, delays, at)) return trade;
        var ticket = TradeTickets.Stop(trade, wanted, target?.Id);
        actions.Add(new TradeAction.PlaceOrder(ticket));
        return trade with { Orders = TradeTickets.Remember(trade.Orders, ticket), Deadline = null };
    }

    private static Trade Await(Trade trade, TradeOrder stop, Stamp at, ref TradeActionList actions)
    {
        if (trade.RetryAfter != stop.Id || trade.Deadline is null) return trade with { Deadline = at.Time + trade.Settings.AnswerTimeout, RetryAfter = stop.Id };
        return trade.Deadline > at.Time ? trade : TradeSteering.Cancel(trade, stop, "the broker never told of it", ref actions);
    }

    private static Trade Move(Trade trade, TradeOrder stop, Price wanted, Stamp at, ref TradeActionList actions)
    {
        // The size of an order counts what it has filled.
        var terms = stop.Terms with { StopPrice = wanted, Quantity = stop.IsAttached ? stop.Terms.Quantity : trade.Held + stop.Filled };
        if (stop.Terms == terms) return trade.Deadline is null ? trade : trade with { Deadline = null };
        var asks = stop.Wanted == terms ? stop.Asks : 0;
        if (stop.IsCancelOrdered || (asks > 0 && trade.Deadline > at.Time)) return trade;
        actions.Add(new TradeAction.ReplaceOrder(stop.Id, terms, "stop moved"));
        return trade with
        {
            Orders = trade.Orders.Replace(stop, stop with { Wanted = terms, Asks = asks + 1 }),
            Deadline = at.Time + Delay(trade, asks + 1),
        };
    }

    private static TimeSpan Delay(Trade trade, int times) => trade.Settings.ExitRetryDelay * Math.Min(times, MostRetryDelays);

    private static TradeOrder? Live(Trade trade, OrderRole role)
    {
        foreach (var order in trade.Orders)
            if (order.Role == role && order.IsLive) return order;
        return null;
    }
}
