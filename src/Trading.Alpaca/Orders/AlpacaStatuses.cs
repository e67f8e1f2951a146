using Alpaca.Markets;
using Trading.Orders;

namespace Trading.Alpaca.Orders;

/// <summary>Alpaca's statuses and ours. https://docs.alpaca.markets/docs/orders-at-alpaca#order-lifecycle</summary>
/// <remarks>A status that the table does not know is null: nothing is concluded from it.</remarks>
internal static class AlpacaStatuses
{
    /// <param name="filled">Shares filled, which tell whether an order that waits for something has traded.</param>
    public static OrderState? Of(OrderStatus status, decimal filled, decimal? quantity) => status switch
    {
        // It waits for its parent to fill.
        OrderStatus.Held => OrderState.PendingSubmission,

        // Alpaca has it; whether an exchange has it too makes no difference to us.
        OrderStatus.Accepted or OrderStatus.PendingNew or OrderStatus.New or OrderStatus.AcceptedForBidding => OrderState.Accepted,

        // It works on while Alpaca thinks about a cancel or a replacement, and after a pause.
        OrderStatus.PendingCancel or OrderStatus.PendingReplace or OrderStatus.Stopped or OrderStatus.Suspended or OrderStatus.DoneForDay => Working(filled),

        // All trading is done, and only settlement is reckoned, which may be of a part.
        OrderStatus.Calculated => filled >= quantity ? OrderState.Filled : Working(filled),

        OrderStatus.PartiallyFilled or OrderStatus.PartialFill => OrderState.PartiallyFilled,
        OrderStatus.Filled or OrderStatus.Fill => OrderState.Filled,
        OrderStatus.Canceled => OrderState.Canceled,
        OrderStatus.Expired => OrderState.Expired,
        OrderStatus.Rejected => OrderState.Rejected,

        // What became of it is told by the order that took its place.
        OrderStatus.Replaced => null,
        _ => null,
    };

    private static OrderState Working(decimal filled) => filled > 0 ? OrderState.PartiallyFilled : OrderState.Accepted;
}
