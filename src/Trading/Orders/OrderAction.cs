namespace Trading.Orders;

/// <summary>What an order's lifecycle asks of its host.</summary>
public abstract record OrderAction
{
    /// <summary>Have the broker given the order; look it up first when it may be there already.</summary>
    public sealed record Submit(OrderTicket Ticket, bool IsRetry) : OrderAction;

    public sealed record Cancel(string Reason) : OrderAction;

    public sealed record Replace(OrderTerms Terms, string NewClientOrderId) : OrderAction;

    /// <summary>Have the broker asked what the order is.</summary>
    public sealed record LookUp : OrderAction;

    /// <summary>Come back at a time with <see cref="OrderWoken"/>. A later wish takes the place of an earlier one.</summary>
    public sealed record WakeAt(DateTimeOffset Time) : OrderAction;

    /// <summary>Tell the orders that hang on this one that they will never be: it was refused before the broker had it.</summary>
    public sealed record RefuseAttached(string Code) : OrderAction;

    /// <summary>Tell the trade how its order stands.</summary>
    public sealed record Report(OrderReport Status) : OrderAction;
}
