using System.Collections.Immutable;
using Alpaca.Markets;
using Trading.Orders;
using Life = Trading.Orders.TimeInForce;
using Type = Trading.Orders.OrderType;

namespace Trading.Alpaca.Orders;

/// <summary>How the orders attached to an entry are sent: with it, as Alpaca's bracket or OTO, or not at all.</summary>
/// <remarks>
/// Alpaca attaches a stop (or stop-limit) and a limit order to a market or limit order for whole shares, for the day or until
/// canceled, in regular hours. What it cannot attach is told as canceled, so that the trade sends its stop as soon as shares
/// are held. https://docs.alpaca.markets/docs/orders-at-alpaca#bracket-orders
/// </remarks>
internal sealed record AttachedPlan(OrderClass? Class, OrderTicket? Stop, OrderTicket? Target, ImmutableArray<OrderTicket> NotSent)
{
    public static AttachedPlan For(OrderTicket ticket)
    {
        OrderTicket? stop = null;
        OrderTicket? target = null;
        var isEntryFit = ticket.Terms is { Type: Type.Market or Type.Limit, TimeInForce: Life.Day or Life.GoodTilCanceled, ExtendedHours: false } entry
            && decimal.Truncate(entry.Quantity) == entry.Quantity;
        var notSent = ImmutableArray.CreateBuilder<OrderTicket>();
        foreach (var attached in ticket.Attached)
        {
            if (isEntryFit && stop is null && attached.Terms.Type is (Type.Stop or Type.StopLimit) && attached.Terms.Quantity >= ticket.Terms.Quantity) stop = attached;
            else if (isEntryFit && target is null && attached.Terms.Type == Type.Limit && attached.Terms.Quantity >= ticket.Terms.Quantity) target = attached;
            else notSent.Add(attached);
        }
        OrderClass? kind = (stop, target) switch
        {
            (null, null) => null,
            (not null, not null) => OrderClass.Bracket,
            _ => OrderClass.OneTriggersOther,
        };
        return new AttachedPlan(kind, stop, target, notSent.ToImmutable());
    }
}
