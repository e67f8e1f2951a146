using Trading.Orders;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>No two broker orders for one intent: what the exchange takes was intended before, as it was intended, and once.</summary>
internal sealed class OneOrderPerIntent : Invariant
{
    public override int Number => 1;

    public override string Name => "no two broker orders for one intent";

    public override void OnTaken(TrueOrder order, OrderTicket ticket)
    {
        if (order.Taken > 1) Violate($"the exchange took {order.Id} {order.Taken} times", ticket.TradeId);
        foreach (var other in order.Trade.Orders)
            if (other != order && other.IsLive && other.Role == order.Role) Violate($"{order.Id} was sent while {other.Id} is at work for the same", ticket.TradeId);
        CheckIntended(ticket);
        foreach (var attached in ticket.Attached) CheckIntended(attached);
    }

    private void CheckIntended(OrderTicket ticket)
    {
        if (Store.Peek<Trade>(LifecycleKeys.KeyOf(ticket.TradeId)) is { } trade)
            foreach (var intended in trade.Orders)
                if (intended.Id == ticket.Id) return;
        Violate($"the exchange took {ticket.Id}, which no trade is known to have intended", ticket.TradeId);
    }
}
