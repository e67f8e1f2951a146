using Trading.Orders;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>The broker charges nothing, as most do for US equities.</summary>
public sealed record NoCommission : ICommissionModel
{
    public decimal Total(OrderSide side, decimal shares, decimal value) => 0;
}
