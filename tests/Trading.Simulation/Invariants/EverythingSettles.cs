using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>After the faults stop, everything settles: no message unhandled, no order in flight, local state equals the broker's.</summary>
internal sealed class EverythingSettles : Invariant
{
    private readonly Dictionary<TradeId, Trade> _trades = [];
    private readonly Dictionary<OrderId, Order> _orders = [];

    public override int Number => 10;

    public override string Name => "everything settles";

    public override void OnTrade(Trade? before, Trade after) => _trades[after.Id] = after;

    public override void OnOrder(Order? before, Order after) => _orders[after.Id] = after;

    public override void AtEnd()
    {
        foreach (var (inbox, count, first) in Store.Unhandled)
            Violate($"the inbox of {inbox} still holds {count} entries, one of them {first.Name} for {first.Subject}", TradeOf(first.Subject));
        foreach (var (message, inbox, error) in Store.DeadLetters)
            Violate($"{message.Name} for {message.Subject} is a dead letter of {inbox}: {error}", TradeOf(message.Subject));
        foreach (var trade in _trades.Values)
            if (!trade.State.IsEnded()) Violate($"{trade.Id} is still {trade.State} and holds {trade.Held}", trade.Id);
        foreach (var order in _orders.Values) Check(order);
        foreach (var order in Truth.Orders.Values)
            if (order.IsLive) Violate($"{order.Id} is still at work at the broker", order.Trade.Id);
        foreach (var trade in Truth.Trades.Values)
            if (trade.Held != 0) Violate($"{trade.Id} still holds {trade.Held} at the broker", trade.Id);
        if (Store.Peek<Portfolio>(new StateKey(Portfolio.Kind, World.Account)) is { } portfolio) Check(portfolio);
    }

    private void Check(Order order)
    {
        if (!order.State.IsEnded()) Violate($"{order.Id} is still {order.State}", order.Ticket.TradeId);
        if (Truth.Find(order.Id) is { } there && there.Filled != order.Filled)
            Violate($"{order.Id} is {order.State} with {order.Filled} filled here, and {there.State} with {there.Filled} at the broker", order.Ticket.TradeId);
    }

    private void Check(Portfolio portfolio)
    {
        foreach (var holding in portfolio.Holdings) Violate($"the portfolio still holds {holding.Quantity} {holding.Symbol}");
        foreach (var trade in portfolio.Trades) Violate($"the portfolio still has {trade.Id} with {trade.Held} held and {trade.Reserved} reserved", trade.Id);
        foreach (var symbol in DeskRules.Symbols)
            if (Store.Peek<PositionBook>(new StateKey(PositionBook.Kind, PositionBook.OwnerOf(World.Account, symbol))) is { Quantity: not 0 } book)
                Violate($"the position book still holds {book.Quantity} {symbol}");
    }

    private static TradeId? TradeOf(string subject) =>
        OrderId.TryParse(subject, out _, out var trade, out _) || TradeId.TryParse(subject, out trade) ? trade : null;
}
