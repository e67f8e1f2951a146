using System.Buffers;
using System.Globalization;
using System.Text;
using Trading.Runtime.Backtesting;

namespace Trading.Runtime.Reports;

/// <summary>Writes <c>trades.csv</c>, a line a trade as it closes, for a run of any length.</summary>
/// <remarks>
/// By RFC 4180: a line ends in CR LF; a field with a comma, a quote or a line break is quoted. Numbers have a point and no
/// groups; times are ISO 8601 in UTC. Prices, <c>mae</c> and <c>mfe</c> are dollars a share; <c>pnl</c> and <c>fees</c> are
/// dollars; <c>return</c> is <c>pnl</c> over the value entered, a fraction. Texts are written as they are: a spreadsheet
/// that runs formulas should import the file as text.
/// </remarks>
public sealed class TradesCsv
{
    private const string Header =
        "id,account,strategy,symbol,direction,quantity,entry,exit,fees,pnl,return,mae,mfe,signaled,opened,closed,seconds," +
        "exit_reason,entry_reason,reference,stop,target,path";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly TextWriter _output;
    private bool _isFirstField = true;

    /// <summary>Begins the file with its header. The writer stays the caller's.</summary>
    public TradesCsv(TextWriter output)
    {
        _output = output;
        _output.Write(Header);
        _output.Write("\r\n");
    }

    public void Write(ClosedTrade trade)
    {
        var (outcome, plan) = (trade.Outcome, trade.Plan);
        var entered = outcome.AverageEntry * outcome.Quantity;
        Field(outcome.TradeId.Value);
        Field(trade.Scope.Account);
        Field(trade.Scope.Strategy);
        Field(trade.Symbol.Value);
        Field(outcome.Direction.ToString());
        Field(outcome.Quantity);
        Field(outcome.AverageEntry);
        Field(outcome.AverageExit);
        Field(outcome.Fees);
        Field(outcome.ProfitAndLoss);
        Field(entered > 0 ? decimal.Round(outcome.ProfitAndLoss / entered, 8) : null);
        Field(trade.MaximumAdverse);
        Field(trade.MaximumFavourable);
        Field(plan.SignaledAt);
        Field(outcome.OpenedAt);
        Field(outcome.ClosedAt);
        Field((decimal)(outcome.ClosedAt - outcome.OpenedAt).TotalSeconds);
        Field(outcome.Reason.ToString());
        Field(plan.Reason);
        Field(plan.ReferencePrice.ToDecimal());
        Field(plan.StopPrice?.ToDecimal());
        Field(plan.TargetPrice?.ToDecimal());
        Field(Path(trade));
        _output.Write("\r\n");
        _isFirstField = true;
    }

    /// <summary>The states in order: <c>Scanning>Signaled>Approved</c>.</summary>
    private static string Path(ClosedTrade trade)
    {
        var path = new StringBuilder();
        foreach (var step in trade.History)
        {
            if (path.Length == 0) path.Append(step.From);
            path.Append('>').Append(step.To);
        }
        return path.ToString();
    }

    private void Field(decimal? amount) =>
        Field(amount?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "");

    private void Field(DateTimeOffset time) =>
        Field(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));

    private void Field(string text)
    {
        if (!_isFirstField) _output.Write(',');
        _isFirstField = false;
        if (text.AsSpan().IndexOfAny(Quoted) < 0)
        {
            _output.Write(text);
            return;
        }
        _output.Write('"');
        _output.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _output.Write('"');
    }
}
