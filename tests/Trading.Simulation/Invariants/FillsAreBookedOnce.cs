using System.Collections.Immutable;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>No fill is lost and none booked twice: not in the order, not in the position book, not in the portfolio.</summary>
internal sealed class FillsAreBookedOnce : Invariant
{
    private readonly HashSet<string> _inOrders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inBooks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inPortfolio = new(StringComparer.Ordinal);
    private readonly Dictionary<TradeId, int> _knownInPortfolio = [];

    public override int Number => 2;

    public override string Name => "no fill lost or booked twice";

    public override void OnOrder(Order? before, Order after)
    {
        var known = before?.Executions.Length ?? 0;
        if (after.Executions.Length == known && after.Filled == (before?.Filled ?? 0)) return;
        if (after.Executions.Length < known) Violate($"{after.Id} forgot an execution", after.Ticket.TradeId);
        for (var i = known; i < after.Executions.Length; i++) Note(after.Executions[i], _inOrders, $"{after.Id}", after.Ticket.TradeId);
        var (filled, value, fees) = (0m, 0m, 0m);
        foreach (var execution in after.Executions)
        {
            if (!Truth.Fills.TryGetValue(execution, out var fill)) continue;
            if (fill.Order.Id != after.Id) Violate($"{after.Id} booked {execution}, which is of {fill.Order.Id}", after.Ticket.TradeId);
            filled += fill.Fill.Quantity;
            value += fill.Fill.Quantity * fill.Fill.Price;
            fees += fill.Fill.Fee;
        }
        if (filled != after.Filled || value != after.FilledValue || fees != after.Fees)
            Violate($"{after.Id} counts {after.Filled} filled for {after.FilledValue} with {after.Fees} of fees, and its executions are {filled} for {value} with {fees}", after.Ticket.TradeId);
    }

    public override void OnBook(PositionBook? before, PositionBook after)
    {
        foreach (var trade in after.Trades)
        {
            var known = before?.Find(trade.Position.TradeId)?.Position;
            if (ReferenceEquals(known, trade.Position) || known?.Fills.Length == trade.Position.Fills.Length) continue;
            var id = trade.Position.TradeId;
            var held = 0m;
            foreach (var fill in trade.Position.Fills)
            {
                held += fill.SignedQuantity;
                if (known is null || !known.Knows(fill.ExecutionId)) Note(fill.ExecutionId, _inBooks, "the position book", id);
            }
            if (held != trade.Position.Quantity) Violate($"the position book counts {trade.Position.Quantity} for {id}, and its fills are {held}", id);
        }
    }

    public override void OnPortfolio(Portfolio? before, Portfolio after)
    {
        if (before is not null && before.Cash == after.Cash && before.Trades == after.Trades && before.EndedTrades == after.EndedTrades) return;
        Check(after.Trades);
        Check(after.EndedTrades);
    }

    public override void AtEnd()
    {
        foreach (var (execution, fill) in Truth.Fills)
        {
            var trade = fill.Order.Trade.Id;
            if (!_inOrders.Contains(execution)) Violate($"{execution} of {fill.Order.Id} was never booked in the order", trade);
            if (!_inBooks.Contains(execution)) Violate($"{execution} of {fill.Order.Id} was never booked in the position book", trade);
            if (!_inPortfolio.Contains(execution)) Violate($"{execution} of {fill.Order.Id} was never booked in the portfolio", trade);
        }
    }

    private void Check(IEnumerable<TradeExposure> trades)
    {
        foreach (var trade in trades)
        {
            var known = _knownInPortfolio.GetValueOrDefault(trade.Id);
            if (trade.Executions.Length == known) continue;
            if (trade.Executions.Length < known) Violate($"the portfolio forgot an execution of {trade.Id}", trade.Id);
            for (var i = known; i < trade.Executions.Length; i++) Note(trade.Executions[i], _inPortfolio, "the portfolio", trade.Id);
            _knownInPortfolio[trade.Id] = trade.Executions.Length;
        }
    }

    private void Note(string execution, HashSet<string> booked, string where, TradeId trade)
    {
        if (!Truth.Fills.ContainsKey(execution)) Violate($"{where} booked {execution}, which never was", trade);
        if (!booked.Add(execution)) Violate($"{where} booked {execution} twice", trade);
    }
}
