using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>Every sound order is taken.</summary>
public sealed record OpenScreen : IOrderScreen
{
    public Refusal? Refuse(OrderTicket ticket) => null;
}
