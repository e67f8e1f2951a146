using Trading.Runtime.Backtesting;

namespace Trading.Runtime.Reports.Html;

/// <summary>Counts as bars: why trades were left, and why they were denied.</summary>
internal static class Breakdown
{
    public static void WriteExits(HtmlWriter html, ReportInput input)
    {
        html.Raw("<section id=\"exits\" class=\"card\" aria-labelledby=\"exits-title\"><h2 id=\"exits-title\">Exits by reason</h2>\n");
        var reasons = input.Trades.GroupBy(trade => trade.Outcome.Reason)
            .Select(group => (Reason: group.Key.ToString(), Count: group.Count(), Gain: group.Sum(trade => trade.Outcome.ProfitAndLoss)))
            .OrderByDescending(group => group.Count).ThenBy(group => group.Reason, StringComparer.Ordinal).ToArray();
        Bars(html, "Reason", "No trade was closed.", [.. reasons.Select(reason => (reason.Reason, (long)reason.Count, (string?)Figures.Gain(reason.Gain)))]);
        if (input.TotalTrades > input.Trades.Count) html.Raw("<p class=\"note\">Of the trades listed below.</p>");
        html.Raw("</section>\n");
    }

    public static void WriteRejected(HtmlWriter html, BacktestResult result)
    {
        html.Raw("<section id=\"rejected\" class=\"card\" aria-labelledby=\"rejected-title\"><h2 id=\"rejected-title\">Rejected by the risk gate</h2>\n");
        var codes = result.Rejected.OrderByDescending(code => code.Value).ThenBy(code => code.Key, StringComparer.Ordinal);
        Bars(html, "Denial code", "No trade was rejected.", [.. codes.Select(code => (code.Key, (long)code.Value, (string?)null))]);
        html.Raw("</section>\n");
    }

    private static void Bars(HtmlWriter html, string heading, string none, (string Name, long Count, string? Gain)[] rows)
    {
        if (rows.Length == 0)
        {
            html.Write($"<p class=\"empty\">{none}</p>");
            return;
        }
        var hasGain = rows[0].Gain is not null;
        var largest = Math.Max(1, rows.Max(row => row.Count));
        html.Write($"<div class=\"scroll\"><table class=\"bars\"><thead><tr><th scope=\"col\">{heading}</th><th scope=\"col\">Trades</th><td></td>");
        html.Raw(hasGain ? "<th scope=\"col\">P&amp;L</th></tr></thead><tbody>\n" : "</tr></thead><tbody>\n");
        foreach (var (name, count, gain) in rows)
        {
            html.Write($"<tr><th scope=\"row\">{name}</th><td>{Figures.Count(count)}</td><td><i style=\"width:{Math.Max(1, count * 100 / largest)}%\"></i></td>");
            if (gain is not null) html.Write($"<td>{gain}</td>");
            html.Raw("</tr>\n");
        }
        html.Raw("</tbody></table></div>");
    }
}
