using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>No approved set of trades exceeds a limit at any moment, reckoned from the trades themselves and not from the portfolio.</summary>
internal sealed class LimitsHold : Invariant
{
    /// <summary>The prices of two moments differ, so sums in dollars are held to a little more than the limit.</summary>
    private const decimal Slack = 1.10m;

    private readonly Dictionary<TradeId, (TradeApproved Approval, decimal Price)> _approved = [];
    private readonly List<TradeId> _over = [];

    public override int Number => 6;

    public override string Name => "no limit is exceeded";

    public override void OnStep(Step step)
    {
        foreach (var said in step.Said)
            if (said.Data is TradeApproved approval && !_approved.ContainsKey(approval.TradeId)) OnApproved(approval, said.Scope);
    }

    public override void OnTaken(TrueOrder order, OrderTicket ticket)
    {
        if (order.Role != OrderRole.Entry) return;
        if (!_approved.TryGetValue(order.Trade.Id, out var approved)) Violate($"{order.Id} was sent, and nobody approved the trade", order.Trade.Id);
        else if (ticket.Terms.Quantity > approved.Approval.Quantity)
            Violate($"{order.Id} was sent for {ticket.Terms.Quantity}, and {approved.Approval.Quantity} were approved", order.Trade.Id);
    }

    private void OnApproved(TradeApproved approval, Scope scope)
    {
        if (Store.Peek<Trade>(LifecycleKeys.KeyOf(approval.TradeId)) is not { } trade) return;
        var price = trade.Plan.EntryLimit ?? trade.Plan.EntryTrigger ?? trade.Plan.ReferencePrice;
        _approved.Add(approval.TradeId, (approval, price));
        var (count, gross, inSymbol) = (0, 0m, 0m);
        foreach (var (id, there) in _approved)
        {
            if (Exposure(id, there.Approval, there.Price) is not { } exposure) continue;
            count++;
            gross += exposure;
            if (id.ScopeIn(World.Account).Symbol == scope.Symbol) inSymbol += exposure;
        }
        foreach (var id in _over) _approved[id] = _approved[id] with { Price = -1 };
        _over.Clear();
        var (limits, equity) = (DeskRules.Limits, World.EquityAtExchange());
        if (count > limits.MaxOpenTrades) Violate($"{count} trades are open or entering with {approval.TradeId}; {limits.MaxOpenTrades} are allowed", approval.TradeId);
        if (gross > limits.MaxGrossExposure * equity * Slack) Violate($"{gross:0.00} dollars are at stake with {approval.TradeId}; {limits.MaxGrossExposure * equity:0.00} are allowed", approval.TradeId);
        if (inSymbol > limits.MaxSymbolExposure * equity * Slack)
            Violate($"{inSymbol:0.00} dollars are at stake in {scope.Symbol} with {approval.TradeId}; {limits.MaxSymbolExposure * equity:0.00} are allowed", approval.TradeId);
        if (approval.Quantity > limits.MaxOrderQuantity) Violate($"{approval.Quantity} shares were approved for {approval.TradeId}; {limits.MaxOrderQuantity} are allowed", approval.TradeId);
    }

    /// <summary>Dollars that a trade has at stake or may yet have; null when it is over.</summary>
    private decimal? Exposure(TradeId id, TradeApproved approval, decimal price)
    {
        if (price < 0) return null;
        if (Store.Peek<Trade>(LifecycleKeys.KeyOf(id)) is not { } trade || trade.State.IsEnded())
        {
            _over.Add(id);
            return null;
        }
        Truth.Trades.TryGetValue(id, out var truth);
        var entry = truth?.Orders.Find(static order => order.Role == OrderRole.Entry);
        var held = Math.Abs(truth?.Held ?? 0);
        var awaited = entry is null ? (approval.ReservedUntil > World.Desk.GetUtcNow() ? approval.Quantity : 0) : entry.IsLive ? entry.Remaining : 0;
        // The portfolio goes by its last mark, which is between the price then and now.
        return held + awaited == 0 ? null : (held * Math.Min(price, World.PriceOf(id.ScopeIn(World.Account).Symbol))) + (awaited * price);
    }
}
