using Trading.Orders;

namespace Trading.Trades;

/// <summary>One order of a trade, as its reports tell.</summary>
public sealed record TradeOrder(OrderId Id, OrderRole Role, OrderTerms Terms)
{
    public OrderState State { get; init; }
    public decimal Filled { get; init; }
    public decimal FilledValue { get; init; }
    public decimal Fees { get; init; }
    public bool IsCancelOrdered { get; init; }
    public int Sequence { get; init; }

    public bool IsLive => !State.IsEnded();
}
