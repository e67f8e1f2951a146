using Trading.Orders;

namespace Trading.Trades;

/// <summary>One order of a trade, as its reports tell.</summary>
public sealed record TradeOrder(OrderId Id, OrderRole Role, OrderTerms Terms)
{
    private readonly OrderId _link;

    public OrderState State { get; init; }
    public decimal Filled { get; init; }
    public decimal FilledValue { get; init; }
    public decimal Fees { get; init; }
    public bool IsCancelOrdered { get; init; }

    /// <summary>The terms it was last asked to be replaced by.</summary>
    public OrderTerms? Wanted { get; init; }

    /// <summary>How often in a row it was asked for these terms.</summary>
    public int Asks { get; init; }

    /// <summary>Whether it came with the entry, so that the broker sizes it to what the entry filled.</summary>
    public bool IsAttached { get; init; }

    /// <summary>The other side of an OCO, which the broker cancels as this one fills.</summary>
    public OrderId? Link { get => OrderId.OrNull(_link); init => _link = value ?? default; }

    public int Sequence { get; init; }

    /// <summary>Whether any of it was filled.</summary>
    public bool HasFilled => Math.Sign(Filled) != 0;

    public bool IsLive => !State.IsEnded();
}
