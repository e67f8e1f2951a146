namespace Trading.Orders;

/// <summary>The kinds of event the order table knows. A fill's kind depends on whether it completes the order.</summary>
public enum OrderTrigger
{
    Submit,
    Accept,
    PartialFill,
    CompleteFill,
    Cancel,
    Reject,
    Expire,
    Replace,

    /// <summary>The trade wants the order canceled or changed, the broker refused such a change, or a deadline came: the state stays.</summary>
    Change,
}
