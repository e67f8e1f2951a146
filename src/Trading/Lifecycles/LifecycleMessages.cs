using Trading.Agents;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Lifecycles;

/// <summary>Turns what a lifecycle asks for into messages. Every host says the same; only waking is the host's own.</summary>
public static class LifecycleMessages
{
    /// <summary>Says the action, or returns the time to wake at.</summary>
    public static DateTimeOffset? Say(TradeAction action, Trade trade, Outbox outbox)
    {
        switch (action)
        {
            case TradeAction.RequestReview review:
                outbox.Say(EventNames.ReviewRequested, trade.Id.Value, trade.Scope, new ReviewRequested(trade.Id, review.Plan));
                return null;
            case TradeAction.PlaceOrder place:
                // The attached orders exist before the parent is sent, so that news of them always finds them.
                foreach (var attached in place.Ticket.Attached) SayPlaced(attached, trade.Scope, outbox);
                SayPlaced(place.Ticket, trade.Scope, outbox);
                return null;
            case TradeAction.CancelOrder cancel:
                outbox.Say(EventNames.OrderCancelOrdered, cancel.OrderId.Value, trade.Scope, new OrderCancelOrdered(cancel.OrderId, cancel.Reason));
                return null;
            case TradeAction.ReplaceOrder replace:
                outbox.Say(EventNames.OrderReplaceOrdered, replace.OrderId.Value, trade.Scope, new OrderReplaceOrdered(replace.OrderId, replace.Terms, replace.Reason));
                return null;
            case TradeAction.Announce announce:
                outbox.Say(announce.Name, trade.Id.Value, trade.Scope, announce.Data);
                return null;
            case TradeAction.WakeAt wake:
                return wake.Time;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "Not an action of a trade.");
        }
    }

    /// <summary>Says the action, or returns the time to wake at.</summary>
    public static DateTimeOffset? Say(OrderAction action, Order order, Outbox outbox)
    {
        var (id, scope) = (order.Id.Value, order.Ticket.Scope);
        switch (action)
        {
            case OrderAction.Submit submit:
                outbox.Say(EventNames.SubmitRequested, id, scope, new SubmitRequested(submit.Ticket, submit.IsRetry));
                return null;
            case OrderAction.Cancel cancel:
                outbox.Say(EventNames.CancelRequested, id, scope, new CancelRequested(order.Id, order.KnownClientOrderId, order.BrokerOrderId, cancel.Reason));
                return null;
            case OrderAction.Replace replace:
                var current = order.Id.ClientOrderId(order.Replacement);
                outbox.Say(EventNames.ReplaceRequested, id, scope, new ReplaceRequested(order.Id, current, order.BrokerOrderId, replace.NewClientOrderId, replace.Terms));
                return null;
            case OrderAction.LookUp:
                outbox.Say(EventNames.StatusRequested, id, scope, new StatusRequested(order.Id, order.ClientOrderId, order.BrokerOrderId));
                return null;
            case OrderAction.RefuseAttached refuse:
                foreach (var attached in order.Ticket.Attached)
                    outbox.Say(EventNames.OrderRejected, attached.Id.Value, scope, new OrderRejected(attached.Id, refuse.Code, "its parent was refused"));
                return null;
            case OrderAction.Report report:
                outbox.Say(EventNames.OrderReported, id, scope, report.Status);
                return null;
            case OrderAction.WakeAt wake:
                return wake.Time;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "Not an action of an order.");
        }
    }

    /// <summary>The message by which a host wakes an order at the time it asked for.</summary>
    public static Message Wake(Order order, DateTimeOffset now) => Message.First(
        MessageId.From(order.Id.Value, now.UtcTicks), EventNames.OrderWoken, LifecycleRouting.Name, now, order.Id.Value, order.Ticket.Scope, new OrderWoken(order.Id));

    /// <summary>The message by which a host wakes a trade at the time it asked for.</summary>
    public static Message Wake(Trade trade, DateTimeOffset now) => Message.First(
        MessageId.From(trade.Id.Value, now.UtcTicks), EventNames.TradeWoken, LifecycleRouting.Name, now, trade.Id.Value, trade.Scope, new TradeWoken(trade.Id));

    private static void SayPlaced(OrderTicket ticket, Scope scope, Outbox outbox) =>
        outbox.Say(EventNames.OrderPlaced, ticket.Id.Value, scope, new OrderPlaced(ticket.Id, ticket));
}
