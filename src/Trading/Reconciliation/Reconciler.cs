using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Reconciliation;

/// <summary>Compares what the desk knows with what its broker has. Decides nothing but what differs, and what to call it.</summary>
/// <remarks>Orders first, because the news they bring explains most of what the positions would show.</remarks>
public static class Reconciler
{
    /// <summary>What the broker knows of orders that the desk does not: told as news it is settled.</summary>
    /// <param name="find">An order of the desk by its id, ended ones included; null for one that was never placed.</param>
    public static ImmutableArray<Difference> CompareOrders(string account, IEnumerable<BrokerOrder> atBroker, Func<OrderId, Order?> find)
    {
        var found = ImmutableArray.CreateBuilder<Difference>();
        foreach (var theirs in atBroker)
        {
            var isOpen = theirs.State is not { } state || !state.IsEnded();
            if (!OrderId.TryParse(theirs.ClientOrderId, out var id, out var trade, out _))
            {
                if (isOpen) found.Add(new Difference(DifferenceCode.OrderForeign, theirs.BrokerOrderId, Scope.OfAccount(account), $"{theirs.ClientOrderId}: {theirs.Terms.Side} {theirs.Terms.Quantity}, {theirs.Status}"));
                continue;
            }
            var scope = trade.ScopeIn(account);
            if (find(id) is not { } ours)
            {
                if (isOpen) found.Add(new Difference(DifferenceCode.OrderUnknown, id.Value, scope, $"{theirs.Terms.Side} {theirs.Terms.Quantity} is {theirs.Status} at the broker as {theirs.BrokerOrderId}, and no trade here has placed it"));
            }
            else if (Compare(ours, theirs) is var (code, detail))
            {
                found.Add(new Difference(code, id.Value, scope, detail));
            }
        }
        return found.DrainToImmutable();
    }

    /// <summary>Orders that the broker had taken and does not list: each is to be looked up before anything is concluded.</summary>
    public static ImmutableArray<Order> NotListed(IEnumerable<Order> ours, ImmutableArray<BrokerOrder> atBroker)
    {
        var listed = atBroker.Select(order => OrderId.TryParse(order.ClientOrderId, out var id, out _, out _) ? id.Value : "").ToHashSet(StringComparer.Ordinal);
        return [.. ours.Where(order => order.State is OrderState.Accepted or OrderState.PartiallyFilled && !listed.Contains(order.Id.Value))];
    }

    /// <summary>What differs once all news of orders is booked.</summary>
    public static ImmutableArray<Difference> CompareHoldings(
        string account, IReadOnlyCollection<Trade> live, IEnumerable<BrokerOrder> orders, IEnumerable<BrokerPosition> positions, decimal? bookedCash, BrokerAccount told)
    {
        var found = ImmutableArray.CreateBuilder<Difference>();
        var held = new SortedDictionary<Symbol, decimal>();
        foreach (var trade in live) held[trade.Scope.Symbol] = held.GetValueOrDefault(trade.Scope.Symbol) + (trade.Held * trade.Direction.Sign());
        // A broker may list a symbol more than once, as by kind of account.
        var there = new Dictionary<Symbol, decimal>();
        foreach (var position in positions) there[position.Symbol] = there.GetValueOrDefault(position.Symbol) + position.Quantity;
        foreach (var symbol in held.Keys.Union(there.Keys).Order())
        {
            var (here, theirs) = (held.GetValueOrDefault(symbol), there.GetValueOrDefault(symbol));
            if (here == theirs) continue;
            var isForeign = !held.ContainsKey(symbol);
            found.Add(new Difference(
                isForeign ? DifferenceCode.PositionForeign : DifferenceCode.PositionUnexplained, symbol.Value, new Scope(account, "", symbol),
                $"the broker holds {theirs} shares, the trades here {here}"));
        }
        var open = orders.Where(order => order.State is { } state && !state.IsEnded()).ToArray();
        foreach (var trade in live)
            if (trade is { State: TradeState.Open, StopPrice: not null, Held: > 0 } && ProtectedBy(trade, open) is var shares && shares < trade.Held)
                found.Add(new Difference(DifferenceCode.StopMissing, trade.Id.Value, trade.Scope, $"{trade.Held} shares are held and stops at the broker are for {shares}"));
        if (bookedCash is { } cash && cash != told.Cash)
            found.Add(new Difference(DifferenceCode.CashDiffers, account, Scope.OfAccount(account), $"the broker has {told.Cash} dollars, {cash} are booked"));
        return found.DrainToImmutable();
    }

    private static (DifferenceCode Code, string Detail)? Compare(Order ours, BrokerOrder theirs)
    {
        if (theirs.Filled > ours.Filled) return (DifferenceCode.FillMissed, $"the broker has filled {theirs.Filled}, {ours.Filled} are booked");
        if (theirs.State is not { } state) return null;
        if (state.IsEnded() && !ours.State.IsEnded()) return (DifferenceCode.EndMissed, $"it is {theirs.Status} at the broker and {ours.State} here");
        if (!state.IsEnded() && !ours.State.IsEnded() && ours.Id.ReplacementOf(theirs.ClientOrderId) > ours.Replacement)
            return (DifferenceCode.ReplacementMissed, $"it has been replaced at the broker by {theirs.ClientOrderId}, and here it is {ours.ClientOrderId}");
        // What was given up without the broker ever having answered for it is canceled once it is known to live there.
        var isNews = ours is { BrokerOrderId: null, State: OrderState.Rejected or OrderState.Canceled or OrderState.Expired }
            || (ours.Ticket.Parent is null && ours.State is OrderState.PendingSubmission or OrderState.Submitted);
        return isNews && !state.IsEnded() ? (DifferenceCode.OrderAdopted, $"it is {theirs.Status} at the broker as {theirs.BrokerOrderId} and {ours.State} here") : null;
    }

    private static decimal ProtectedBy(Trade trade, BrokerOrder[] open)
    {
        var shares = 0m;
        foreach (var order in open)
            if (OrderId.TryParse(order.ClientOrderId, out _, out var owner, out var role) && owner == trade.Id && role == OrderRole.Stop)
                shares += order.Terms.Quantity - order.Filled;
        return shares;
    }
}
