using System.Globalization;
using Trading.Runtime.Backtesting;
using Trading.Trades;

namespace Trading.Cli.Backtests;

/// <summary>A trade's way through its states, told in one line.</summary>
internal static class TradeLine
{
    public static string Of(ClosedTrade trade)
    {
        var outcome = trade.Outcome;
        return string.Create(CultureInfo.InvariantCulture, $"{outcome.OpenedAt:yyyy-MM-dd} to {outcome.ClosedAt:yyyy-MM-dd}  {trade.Symbol,-6} {outcome.Direction,-5} {outcome.Quantity,6:0.##} at {outcome.AverageEntry,8:0.00}, out at {outcome.AverageExit,8:0.00}  {ResultTable.Dollars(outcome.ProfitAndLoss),12}  {Path(trade.History)}");
    }

    public static string Of(Trade trade) =>
        string.Create(CultureInfo.InvariantCulture, $"{trade.Plan.SignaledAt:yyyy-MM-dd}                {trade.Scope.Symbol,-6} {trade.Direction,-5} {Path(trade.History)}: {trade.History.Last?.Reason}");

    private static string Path(Lifecycles.History<TradeState> history)
    {
        var path = new List<string> { $"{TradeState.Scanning}" };
        foreach (var step in history)
            path.Add(step.To == TradeState.Exiting && step.Reason.Length > 0 ? $"{step.To} ({step.Reason})" : $"{step.To}");
        return string.Join(" > ", path);
    }
}
