using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>An order as it truly is at the exchange.</summary>
internal sealed class TrueOrder(OrderId id, TrueTrade trade, OrderRole role, OrderTerms terms)
{
    public OrderId Id { get; } = id;

    public TrueTrade Trade { get; } = trade;

    public OrderRole Role { get; } = role;

    public OrderTerms Terms { get; set; } = terms;

    public OrderState State { get; set; } = OrderState.PendingSubmission;

    public decimal Filled { get; set; }

    /// <summary>How often the exchange took it.</summary>
    public int Taken { get; set; }

    public OrderId? Parent { get; init; }

    /// <summary>The other side of the pair of which one trades.</summary>
    public TrueOrder? Other { get; set; }

    public decimal Remaining => Terms.Quantity - Filled;

    public bool IsLive => State is OrderState.Accepted or OrderState.PartiallyFilled;

    public bool IsClosing => Role != OrderRole.Entry;

    public Symbol Symbol => Trade.Symbol;
}
