using System.Globalization;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;

namespace Trading.Agents;

/// <summary>Says what a broker tells of an order, under ids that come from the news itself.</summary>
internal static class BrokerNews
{
    /// <summary>One piece of news from the stream.</summary>
    public static void Say(OrderId id, Scope scope, BrokerUpdate update, Outbox outbox)
    {
        var replacement = id.ReplacementOf(update.ClientOrderId);
        if (update.Fill is { } fill) SayFill(id, scope, fill, update.TotalFilled, update.State == OrderState.Filled, outbox);
        else if (update is { State: null, Terms: { } terms }) SayReplaced(id, scope, update.BrokerOrderId, terms, replacement, outbox);
        else if (update.State is { } state) SayState(id, scope, update.BrokerOrderId, state, replacement, update.TotalFilled, update.Reason, outbox);
    }

    /// <summary>All that a look-up shows: its terms where it was replaced, each fill, then how it stands. A status that no table knows says nothing of the last.</summary>
    /// <param name="known">The order as it is here, where that is known: fills it has booked are no news, but that one was the last may be.</param>
    public static void Say(OrderId id, Scope scope, BrokerOrder order, Outbox outbox, Order? known = null)
    {
        var replacement = id.ReplacementOf(order.ClientOrderId);
        if (replacement > 0 && order.State is { } and not OrderState.Rejected) SayReplaced(id, scope, order.BrokerOrderId, order.Terms, replacement, outbox);
        var filled = 0m;
        foreach (var fill in order.Fills)
        {
            filled += fill.Quantity;
            var isLast = order.State == OrderState.Filled && filled >= order.Filled;
            if (known is null || !known.Executions.Contains(fill.ExecutionId) || (isLast && !known.State.IsEnded()))
                SayFill(id, scope, fill, Math.Max(filled, order.Filled), isLast, outbox);
        }
        if (order.State is { } state and not (OrderState.Filled or OrderState.PartiallyFilled))
            SayState(id, scope, order.BrokerOrderId, state, replacement, order.Filled, order.Reason, outbox);
        else if (order.State is { } && order.Fills.IsEmpty)
            SayState(id, scope, order.BrokerOrderId, OrderState.Accepted, replacement, order.Filled, order.Reason, outbox);
    }

    private static void SayFill(OrderId id, Scope scope, Fill fill, decimal total, bool isLast, Outbox outbox)
    {
        var name = isLast ? EventNames.OrderFilled : EventNames.OrderPartiallyFilled;
        OrderExecuted data = isLast ? new OrderFilled(id, fill, total) : new OrderPartiallyFilled(id, fill, total);
        SayOnce(id, scope, name, fill.ExecutionId, data, outbox);
    }

    private static void SayReplaced(OrderId id, Scope scope, string brokerOrderId, OrderTerms terms, int replacement, Outbox outbox) =>
        SayOnce(id, scope, EventNames.OrderReplaced, $"{brokerOrderId}/{terms.Quantity}", new OrderReplaced(id, brokerOrderId, terms, replacement), outbox);

    private static void SayState(
        OrderId id, Scope scope, string brokerOrderId, OrderState state, int replacement, decimal filled, string reason, Outbox outbox)
    {
        switch (state)
        {
            case OrderState.Submitted:
                SayOnce(id, scope, EventNames.OrderSubmitted, brokerOrderId, new OrderSubmitted(id, brokerOrderId), outbox);
                break;
            case OrderState.Accepted:
                SayOnce(id, scope, EventNames.OrderAccepted, brokerOrderId, new OrderAccepted(id, brokerOrderId), outbox);
                break;
            case OrderState.Canceled:
                SayOnce(id, scope, EventNames.OrderCanceled, EndOf(brokerOrderId, filled), new OrderCanceled(id, filled, reason), outbox);
                break;
            case OrderState.Rejected:
                SayOnce(id, scope, EventNames.OrderRejected, brokerOrderId, new OrderRejected(id, RejectionCodes.BrokerRefused, reason, brokerOrderId, replacement), outbox);
                break;
            case OrderState.Expired:
                SayOnce(id, scope, EventNames.OrderExpired, EndOf(brokerOrderId, filled), new OrderExpired(id, filled), outbox);
                break;
            default:
                break; // pending says nothing yet, and fills speak for themselves
        }
    }

    /// <summary>A broker may end an order before it counts the last of its fills, and tell of the end again with them: that is another piece of news.</summary>
    private static string EndOf(string brokerOrderId, decimal filled) =>
        filled == 0 ? brokerOrderId : string.Create(CultureInfo.InvariantCulture, $"{brokerOrderId}/{filled:0.#########}");

    private static void SayOnce(OrderId id, Scope scope, EventName name, string detail, OrderEvent data, Outbox outbox) =>
        outbox.SayOnce(MessageId.Derive(MessageId.From(id.Value), name, detail), name, id.Value, scope, data);
}
