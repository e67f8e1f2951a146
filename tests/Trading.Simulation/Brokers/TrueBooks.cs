using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>What truly happened at the exchange, whatever the desk was told: the measure of all that the desk believes.</summary>
internal sealed class TrueBooks(World world, decimal cash)
{
    private readonly Dictionary<string, OrderId> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<OrderId, TrueOrder> _orders = [];
    private readonly Dictionary<TradeId, TrueTrade> _trades = [];

    public decimal StartingCash { get; } = cash;

    /// <summary>Dollars in the account by the fills alone.</summary>
    public decimal Cash { get; private set; } = cash;

    public Dictionary<Symbol, decimal> Positions { get; } = [];

    public Dictionary<string, TrueFill> Fills { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<TradeId, TrueTrade> Trades => _trades;

    public IReadOnlyDictionary<OrderId, TrueOrder> Orders => _orders;

    /// <summary>Trades that hold shares or have orders at work, in the order in which they began.</summary>
    public List<TrueTrade> Busy { get; } = [];

    public TrueOrder? Find(OrderId id) => _orders.GetValueOrDefault(id);

    /// <summary>Whether any order in the symbol is at work, and whether one of them takes any price.</summary>
    public (bool AnyLive, bool AnyMarket) AtWork(Symbol symbol)
    {
        var (live, market) = (false, false);
        foreach (var trade in Busy)
        {
            if (trade.Symbol != symbol) continue;
            foreach (var order in trade.Orders)
            {
                if (!order.IsLive) continue;
                live = true;
                market |= order.Terms.Type == OrderType.Market;
            }
        }
        return (live, market);
    }

    /// <summary>A ticket comes to the exchange, which may take it.</summary>
    public void OnTaken(OrderTicket ticket)
    {
        var order = Add(ticket);
        order.Taken++;
        foreach (var attached in ticket.Attached) Add(attached);
        foreach (var one in ticket.Attached)
            if (one.Link is { } link && _orders.TryGetValue(link, out var other)) _orders[one.Id].Other = other;
        if (ticket.Link is { } partner && _orders.TryGetValue(partner, out var there)) (order.Other, there.Other) = (there, order);
        if (!Busy.Contains(order.Trade)) Busy.Add(order.Trade);
        foreach (var invariant in world.Invariants) invariant.OnTaken(order, ticket);
    }

    /// <summary>The exchange tells of a change.</summary>
    public void OnUpdate(BrokerUpdate update)
    {
        var order = _orders[IdOf(update.ClientOrderId)];
        world.Digest.Add(update.ClientOrderId);
        if (update.Terms is { } terms) order.Terms = terms;
        if (update.State is { } state) order.State = state;
        if (update.Fill is { } fill) OnFill(order, fill);
        world.Chronicle?.Tell(world.Now, order.Trade.Id.Value,
            $"    exchange: {order.Id} is {order.State}, {order.Filled} of {order.Terms.Quantity} filled{(update.Fill is { } f ? $", {f.Side} {f.Quantity} at {f.Price} ({f.ExecutionId})" : "")}");
        foreach (var invariant in world.Invariants) invariant.OnExchange(order);
        if (order.Trade.Held == 0 && !order.Trade.Orders.Exists(static each => each.IsLive)) Busy.Remove(order.Trade);
        else if (!Busy.Contains(order.Trade)) Busy.Add(order.Trade);
    }

    /// <summary>The broker holds back the news of a fill. What the desk does without it is excused for a while longer.</summary>
    public void OnHidden(string clientOrderId, DateTimeOffset until)
    {
        var trade = _orders[IdOf(clientOrderId)].Trade;
        var excused = until + TimeSpan.FromMinutes(2);
        if (excused > trade.HiddenUntil) trade.HiddenUntil = excused;
    }

    public OrderId IdOf(string clientOrderId)
    {
        if (_ids.TryGetValue(clientOrderId, out var id)) return id;
        if (!OrderId.TryParse(clientOrderId, out id, out _, out _)) throw new InvalidOperationException($"'{clientOrderId}' is no order of the desk's.");
        _ids.Add(clientOrderId, id);
        return id;
    }

    private TrueOrder Add(OrderTicket ticket)
    {
        if (_orders.TryGetValue(ticket.Id, out var known)) return known;
        if (!_trades.TryGetValue(ticket.TradeId, out var trade)) _trades[ticket.TradeId] = trade = new TrueTrade(ticket.TradeId, ticket.Scope.Symbol);
        var order = new TrueOrder(ticket.Id, trade, ticket.Role, ticket.Terms) { Parent = ticket.Parent };
        trade.Orders.Add(order);
        _orders.Add(ticket.Id, order);
        return order;
    }

    private void OnFill(TrueOrder order, Fill fill)
    {
        Fills.Add(fill.ExecutionId, new TrueFill(order, fill));
        order.Filled += fill.Quantity;
        var paid = fill.SignedQuantity * fill.Price + fill.Fee;
        Cash -= paid;
        order.Trade.Cash -= paid;
        order.Trade.Held += fill.SignedQuantity;
        Positions[order.Symbol] = Positions.GetValueOrDefault(order.Symbol) + fill.SignedQuantity;
        world.Digest.Add(fill.SignedQuantity);
        world.Digest.Add(fill.Price.Units);
        foreach (var invariant in world.Invariants) invariant.OnFill(order, fill);
    }
}
