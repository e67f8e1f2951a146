using Trading.MarketData;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Cash and shares are conserved to the cent: at the exchange, in the portfolio, and in the result of every trade.</summary>
internal sealed class CashAndSharesAreConserved : Invariant
{
    private readonly HashSet<string> _booked = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Strategy, Symbol Symbol), decimal> _held = [];
    private readonly Dictionary<TradeId, Trade> _closed = [];
    private TrueOrder? _filled;
    private decimal _cash = DeskRules.StartingCash;

    public override int Number => 5;

    public override string Name => "cash and shares are conserved";

    public override void OnFill(TrueOrder order, Fill fill) => _filled = order;

    public override void AfterStep()
    {
        if (_filled is null) return;
        if (World.CashAtExchange() is var cash && cash != Truth.Cash) Violate($"the exchange has {cash} dollars, and its fills make {Truth.Cash}", _filled.Trade.Id);
        _filled = null;
    }

    public override void OnPortfolio(Portfolio? before, Portfolio after)
    {
        if (before is null || before.Cash == after.Cash) return;
        foreach (var trade in after.Trades) Book(trade);
        foreach (var trade in after.EndedTrades) Book(trade);
        if (after.Cash != _cash) Violate($"the portfolio has {after.Cash} dollars, and the fills it booked make {_cash}");
        foreach (var holding in after.Holdings)
            if (_held.GetValueOrDefault((holding.Strategy, holding.Symbol)) is var held && held != holding.Quantity)
                Violate($"the portfolio holds {holding.Quantity} {holding.Symbol} of {holding.Strategy}, and the fills it booked make {held}");
    }

    public override void OnTrade(Trade? before, Trade after)
    {
        if (after.State == TradeState.Closed) _closed[after.Id] = after;
    }

    public override void AtEnd()
    {
        foreach (var trade in _closed.Values)
            if (Truth.Trades.TryGetValue(trade.Id, out var truth) && truth.Cash != trade.ProfitAndLoss)
                Violate($"{trade.Id} counts {trade.ProfitAndLoss} dollars made, and its fills made {truth.Cash}", trade.Id);
        if (Truth.Cash != _cash) Violate($"the portfolio booked fills that make {_cash} dollars, and the exchange has {Truth.Cash}");
    }

    private void Book(TradeExposure trade)
    {
        foreach (var execution in trade.Executions)
        {
            if (!_booked.Add(execution) || !Truth.Fills.TryGetValue(execution, out var there)) continue;
            var fill = there.Fill;
            _cash -= fill.SignedQuantity * fill.Price + fill.Fee;
            _held[(trade.Strategy, trade.Symbol)] = _held.GetValueOrDefault((trade.Strategy, trade.Symbol)) + fill.SignedQuantity;
        }
    }
}
