using Trading.Runtime.Backtesting;
using Trading.Trades;

namespace Trading.Runtime.Reports.Html;

/// <summary>The closed trades, newest first: a row of figures each, and under it the way it went.</summary>
/// <remarks>Each trade is a body of the table, so that both rows are sorted as one.</remarks>
internal static class TradeTable
{
    private static readonly (string Name, string Meaning, bool IsNumber)[] Columns =
    [
        ("Symbol", "Symbol", false),
        ("Side", "Long or short", false),
        ("Opened", "First held shares, New York time", false),
        ("P&L", "Profit or loss in dollars, after fees", true),
        ("Return", "Profit or loss over the value entered", true),
        ("Held", "Time in the position", true),
        ("Shares", "Shares entered", true),
        ("Entry", "Average entry price", true),
        ("Exit", "Average exit price", true),
        ("MAE", "Maximum adverse excursion, of the entry price", true),
        ("MFE", "Maximum favourable excursion, of the entry price", true),
        ("Closed", "Flat again, New York time", false),
        ("Reason", "Why it was left", false),
    ];

    public static void Write(HtmlWriter html, ReportInput input)
    {
        html.Raw("<section id=\"trades\" class=\"card\" aria-labelledby=\"trades-title\"><h2 id=\"trades-title\">Trades</h2>\n");
        if (input.Trades.Count == 0)
        {
            html.Write($"<p class=\"empty\">{(input.TotalTrades == 0 ? "No trade was closed." : "The trades are not listed here.")}</p></section>\n");
            return;
        }
        html.Write($"<p class=\"note\">{Listed(input)} Times are those of New York. <span class=\"live\">A click on a heading sorts, one on a trade shows its way through the states.</span></p>\n");
        html.Raw("<div class=\"scroll tall\" tabindex=\"0\" role=\"region\" aria-labelledby=\"trades-title\"><table class=\"trades\" id=\"trade-table\"><thead><tr>");
        foreach (var (name, meaning, isNumber) in Columns)
            html.Write($"<th scope=\"col\" aria-sort=\"{(name == "Opened" ? "descending" : "none")}\"><button type=\"button\" title=\"{meaning}\" data-kind=\"{(isNumber ? "number" : "text")}\">{name}</button></th>");
        html.Raw("</tr></thead>\n");
        foreach (var trade in input.Trades.OrderByDescending(trade => trade.Outcome.OpenedAt)) Row(html, trade);
        html.Raw("</table></div></section>\n");
    }

    private static string Listed(ReportInput input) => input.TotalTrades > input.Trades.Count
        ? $"{Figures.Count(input.Trades.Count)} of {Figures.Count(input.TotalTrades)} trades; trades.csv has them all."
        : $"{Figures.Count(input.Trades.Count)} {(input.Trades.Count == 1 ? "trade" : "trades")}.";

    private static void Row(HtmlWriter html, ClosedTrade trade)
    {
        var outcome = trade.Outcome;
        var (entry, held) = (outcome.AverageEntry, outcome.ClosedAt - outcome.OpenedAt);
        html.Write($"<tbody><tr><td><button>{trade.Symbol.Value}</button></td><td>{Name(outcome.Direction)}</td><td>{Figures.Minute(outcome.OpenedAt)}</td>");
        html.Write($"<td class=\"{(outcome.ProfitAndLoss > 0 ? "up" : "down")}\">{Figures.Amount(outcome.ProfitAndLoss)}</td><td>{Share(outcome.ProfitAndLoss, entry * outcome.Quantity)}</td>");
        html.Write($"<td data-v=\"{(long)held.TotalSeconds}\">{Figures.Length(held)}</td><td>{Figures.Quantity(outcome.Quantity)}</td><td>{Figures.Price(entry)}</td><td>{Figures.Price(outcome.AverageExit)}</td>");
        html.Write($"<td>{Share(trade.MaximumAdverse, entry)}</td><td>{Share(trade.MaximumFavourable, entry)}</td><td>{Figures.Minute(outcome.ClosedAt)}</td><td>{outcome.Reason.ToString()}</td></tr>");
        html.Write($"<tr><td colspan=\"13\"><p>{TradePath.Of(trade)}</p></td></tr></tbody>\n");
    }

    private static string Share(decimal amount, decimal of) => Figures.Percent(of > 0 ? (double)(amount / of) : null, 2);

    private static string Name(TradeDirection direction) => direction == TradeDirection.Long ? "Long" : "Short";
}
