using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Trades;

/// <summary>Makes the orders of a trade. Ids come from the trade, the leg and the attempt, so making one twice makes the same.</summary>
internal static class TradeTickets
{
    /// <summary>The entry with its stop and target attached, so that they rest at the broker as soon as there is a position.</summary>
    /// <param name="quantity">The shares that were approved.</param>
    /// <param name="sendBy">When the approval or the signal runs out, in UTC.</param>
    public static OrderTicket Entry(Trade trade, decimal quantity, DateTimeOffset sendBy)
    {
        var plan = trade.Plan;
        var terms = new OrderTerms(plan.Direction.EntrySide(), quantity, plan.EntryType, plan.EntryTimeInForce)
        {
            LimitPrice = plan.EntryLimit,
            StopPrice = plan.EntryTrigger,
        };
        var entry = Ticket(trade, OrderRole.Entry, terms);
        var attached = ImmutableArray<OrderTicket>.Empty;
        if (trade.StopPrice is { } stop) attached = attached.Add(Ticket(trade, OrderRole.Stop, StopTerms(trade, quantity, stop)) with { Parent = entry.Id });
        if (plan.TargetPrice is { } target) attached = attached.Add(Ticket(trade, OrderRole.Target, TargetTerms(trade, quantity, target)) with { Parent = entry.Id });
        if (attached.Length == 2)
            attached = [attached[0] with { Link = attached[1].Id }, attached[1] with { Link = attached[0].Id }];
        return entry with { Attached = attached, SendBy = sendBy };
    }

    /// <summary>A protective stop for shares that have none: on its own, or as the other side of a target that is still there.</summary>
    public static OrderTicket Stop(Trade trade, Price stop, OrderId? target) =>
        Ticket(trade, OrderRole.Stop, StopTerms(trade, trade.Held, stop)) with { Link = target };

    /// <summary>The order that makes the trade flat: what it holds, or what was sold too much.</summary>
    public static OrderTicket Exit(Trade trade, bool atLimit)
    {
        var side = ExitSide(trade);
        var quantity = Math.Abs(trade.Held);
        var terms = atLimit && trade.ExitReference is { IsPositive: true } reference
            ? OrderTerms.Limit(side, quantity, RoundedLimit(reference, side))
            : OrderTerms.Market(side, quantity);
        return Ticket(trade, OrderRole.Exit, terms);
    }

    public static OrderSide ExitSide(Trade trade) => trade.Held > 0 ? trade.Direction.ExitSide() : trade.Direction.Opposite().ExitSide();

    public static OrderTerms StopTerms(Trade trade, decimal quantity, Price stop) =>
        OrderTerms.Stop(trade.Direction.ExitSide(), quantity, stop);

    /// <summary>Keeps the ticket's order, and those attached to it, among the trade's own.</summary>
    public static ImmutableArray<TradeOrder> Remember(ImmutableArray<TradeOrder> orders, OrderTicket ticket)
    {
        orders = orders.Add(Placed(ticket));
        foreach (var attached in ticket.Attached) orders = orders.Add(Placed(attached));
        return orders;
    }

    public static int Attempt(Trade trade, OrderRole role)
    {
        var attempt = 1;
        foreach (var order in trade.Orders)
            if (order.Role == role) attempt++;
        return attempt;
    }

    private static TradeOrder Placed(OrderTicket ticket) =>
        new(ticket.Id, ticket.Role, ticket.Terms) { IsAttached = ticket.Parent is not null, Link = ticket.Link };

    private static OrderTerms TargetTerms(Trade trade, decimal quantity, Price target) =>
        OrderTerms.Limit(trade.Direction.ExitSide(), quantity, target, TimeInForce.GoodTilCanceled);

    private static OrderTicket Ticket(Trade trade, OrderRole role, OrderTerms terms) =>
        new(new OrderId(trade.Id, role, Attempt(trade, role)), trade.Id, trade.Scope, role, terms) { AnswerTimeout = trade.Settings.AnswerTimeout };

    private static Price RoundedLimit(Price reference, OrderSide side) =>
        side.IsBuy() ? reference.RoundUp(reference.TickSize()) : reference.RoundDown(reference.TickSize());
}
