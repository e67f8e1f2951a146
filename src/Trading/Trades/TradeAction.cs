using Trading.Messages;
using Trading.Orders;

namespace Trading.Trades;

/// <summary>What a trade's lifecycle asks of its host.</summary>
public abstract record TradeAction
{
    /// <summary>Ask the risk gate.</summary>
    public sealed record RequestReview(TradePlan Plan) : TradeAction;

    /// <summary>Begin the lifecycle of an order, and of each order attached to it.</summary>
    public sealed record PlaceOrder(OrderTicket Ticket) : TradeAction;

    public sealed record CancelOrder(OrderId OrderId, string Reason) : TradeAction;

    public sealed record ReplaceOrder(OrderId OrderId, OrderTerms Terms, string Reason) : TradeAction;

    /// <summary>Come back at a time with <see cref="TradeWoken"/>. A later wish takes the place of an earlier one.</summary>
    public sealed record WakeAt(DateTimeOffset Time) : TradeAction;

    /// <summary>Tell the desk.</summary>
    public sealed record Announce(EventName Name, Payload Data) : TradeAction;
}
