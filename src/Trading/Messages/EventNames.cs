namespace Trading.Messages;

/// <summary>Every event name of the system, in the order of the way of a trade.</summary>
public static class EventNames
{
    public static EventName QuoteRequested { get; } = new("marketdata.quote.requested");
    public static EventName BarsRequested { get; } = new("marketdata.bars.requested");
    public static EventName SessionRequested { get; } = new("marketdata.session.requested");
    public static EventName QuoteUpdated { get; } = new("marketdata.quote.updated");
    public static EventName BarsReceived { get; } = new("marketdata.bars.received");
    public static EventName SessionChanged { get; } = new("marketdata.session.changed");

    public static EventName EntrySignaled { get; } = new("strategy.entry.signaled");
    public static EventName ExitSignaled { get; } = new("strategy.exit.signaled");

    public static EventName ReviewRequested { get; } = new("risk.review.requested");
    public static EventName HaltRequested { get; } = new("risk.halt.requested");
    public static EventName ResumeRequested { get; } = new("risk.resume.requested");
    public static EventName TradeApproved { get; } = new("risk.trade.approved");
    public static EventName TradeDenied { get; } = new("risk.trade.rejected");
    public static EventName LimitBreached { get; } = new("risk.limit.breached");
    public static EventName TradingReduced { get; } = new("risk.trading.reduced");
    public static EventName TradingHalted { get; } = new("risk.trading.halted");
    public static EventName TradingResumed { get; } = new("risk.trading.resumed");

    public static EventName OrderPlaced { get; } = new("orders.order.placed");
    public static EventName OrderCancelOrdered { get; } = new("orders.cancel.ordered");
    public static EventName OrderReplaceOrdered { get; } = new("orders.replace.ordered");
    public static EventName SubmitRequested { get; } = new("orders.submit.requested");
    public static EventName CancelRequested { get; } = new("orders.cancel.requested");
    public static EventName ReplaceRequested { get; } = new("orders.replace.requested");
    public static EventName StatusRequested { get; } = new("orders.status.requested");
    public static EventName OrderSubmitted { get; } = new("orders.order.submitted");
    public static EventName OrderAccepted { get; } = new("orders.order.accepted");
    public static EventName OrderPartiallyFilled { get; } = new("orders.order.partially_filled");
    public static EventName OrderFilled { get; } = new("orders.order.filled");
    public static EventName OrderCanceled { get; } = new("orders.order.canceled");
    public static EventName OrderRejected { get; } = new("orders.order.rejected");
    public static EventName OrderExpired { get; } = new("orders.order.expired");
    public static EventName OrderReplaced { get; } = new("orders.order.replaced");
    public static EventName OrderChangeRefused { get; } = new("orders.change.refused");
    public static EventName OrderWoken { get; } = new("orders.order.woken");

    public static EventName PositionOpened { get; } = new("positions.position.opened");
    public static EventName PositionUpdated { get; } = new("positions.position.updated");
    public static EventName PositionClosed { get; } = new("positions.position.closed");
    public static EventName ExitRequested { get; } = new("positions.exit.requested");
    public static EventName StopMoved { get; } = new("positions.stop.moved");

    public static EventName OrderReported { get; } = new("trades.order.reported");
    public static EventName TradeWoken { get; } = new("trades.trade.woken");
    public static EventName WatchEnded { get; } = new("trades.watch.ended");
    public static EventName TradeOpened { get; } = new("trades.trade.opened");
    public static EventName TradeClosed { get; } = new("trades.trade.closed");
    public static EventName TradeRejected { get; } = new("trades.trade.rejected");
    public static EventName TradeCanceled { get; } = new("trades.trade.canceled");

    public static EventName DifferenceFound { get; } = new("reconciliation.difference.found");
    public static EventName AccountReconciled { get; } = new("reconciliation.account.reconciled");
}
