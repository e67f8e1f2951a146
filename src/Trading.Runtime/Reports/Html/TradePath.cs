using System.Globalization;
using System.Text;
using Trading.Lifecycles;
using Trading.Runtime.Backtesting;
using Trading.Trades;

namespace Trading.Runtime.Reports.Html;

/// <summary>The way of a trade through its states on a line: a day or a time where it changes, a reason where there is one.</summary>
/// <remarks>Every trade begins by scanning, so that is not said.</remarks>
internal static class TradePath
{
    private const int LongestReason = 80;

    public static string Of(ClosedTrade trade)
    {
        var path = new StringBuilder();
        DateTimeOffset? before = null;
        var saidReason = "";
        foreach (var step in trade.History)
        {
            if (before is not null) path.Append(" \u2192 ");
            else if (step.From != TradeState.Scanning) path.Append(step.From).Append(" \u2192 ");
            path.Append(step.To);
            AppendTime(path, before, MarketClock.At(step.Time));
            before = MarketClock.At(step.Time);
            var reason = Reason(trade, step);
            if (reason.Length > 0 && reason != saidReason) path.Append(" (").Append(Shorten(reason)).Append(')');
            saidReason = reason;
        }
        return path.Length == 0 ? "No history was kept." : path.ToString();
    }

    private static string Reason(ClosedTrade trade, Transition<TradeState> step) =>
        step.Reason.Length == 0 && step.To == TradeState.Signaled ? trade.Plan.Reason : step.Reason;

    private static void AppendTime(StringBuilder path, DateTimeOffset? before, DateTimeOffset time)
    {
        if (time == before) return;
        var format = (before?.Date == time.Date, time.Second) switch
        {
            (true, 0) => " HH:mm",
            (true, _) => " HH:mm:ss",
            (_, 0) => " yyyy-MM-dd HH:mm",
            _ => " yyyy-MM-dd HH:mm:ss",
        };
        path.Append(time.ToString(format, CultureInfo.InvariantCulture));
    }

    private static string Shorten(string reason) =>
        reason.Length <= LongestReason ? reason : string.Concat(reason.AsSpan(0, LongestReason), "\u2026");
}
