using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>A broker's own say over which orders it takes, asked before all other checks of a sound order.</summary>
public interface IOrderScreen
{
    /// <summary>Why the order is refused, or null when it is taken.</summary>
    Refusal? Refuse(OrderTicket ticket);
}
