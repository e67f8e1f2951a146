using Trading.Orders;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>No stop or exit order on a flat position, and never more exit quantity than shares held.</summary>
internal sealed class NothingIsOversold : Invariant
{
    private readonly List<TrueTrade> _touched = [];

    public override int Number => 4;

    public override string Name => "never more exit quantity than shares held";

    public override void OnExchange(TrueOrder order)
    {
        if (!_touched.Contains(order.Trade)) _touched.Add(order.Trade);
    }

    public override void AfterStep()
    {
        if (_touched.Count == 0) return;
        foreach (var trade in _touched)
        {
            var offered = trade.Offered;
            // A fill that the broker has not told of cannot be known of.
            if (offered > Math.Abs(trade.Held) && World.Now > trade.HiddenUntil)
                Violate($"{trade.Id} has {offered} on offer at the broker and holds {Math.Abs(trade.Held)}", trade.Id);
        }
        _touched.Clear();
    }

    public override void OnSubmit(OrderTicket ticket)
    {
        if (ticket.Role == OrderRole.Entry || Truth.Find(ticket.Id) is { Taken: > 0 }) return;
        var intended = Store.Peek<Order>(LifecycleKeys.KeyOf(ticket.Id))?.Ticket.Terms.Quantity;
        if (ticket.Terms.Quantity > intended) Violate($"{ticket.Id} is sent for {ticket.Terms.Quantity} and was meant for {intended}", ticket.TradeId);
    }

    public override void OnTrade(Trade? before, Trade after)
    {
        if (before is null || after.Orders.Length == before.Orders.Length) return;
        var offered = 0m;
        foreach (var order in after.Orders)
            if (order.IsLive && order.Role != OrderRole.Entry && !IsTargetOfPair(after, order)) offered += order.Terms.Quantity - order.Filled;
        for (var i = before.Orders.Length; i < after.Orders.Length; i++)
        {
            var placed = after.Orders[i];
            if (placed.Role == OrderRole.Entry || placed.IsAttached) continue;
            if (placed.Terms.Quantity > Math.Abs(after.Held)) Violate($"{placed.Id} is for {placed.Terms.Quantity}, and the trade knows of {Math.Abs(after.Held)} held", after.Id);
            if (offered > Math.Abs(after.Held)) Violate($"with {placed.Id} there are {offered} on offer, and the trade knows of {Math.Abs(after.Held)} held", after.Id);
        }
    }

    private static bool IsTargetOfPair(Trade trade, TradeOrder order)
    {
        if (order.Role != OrderRole.Target) return false;
        foreach (var other in trade.Orders)
            if (other.Role == OrderRole.Stop && other.IsLive && (other.Link == order.Id || order.Link == other.Id)) return true;
        return false;
    }
}
