using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports.Charts;
using Trading.Runtime.Reports.Html;

namespace Trading.Runtime.Reports;

/// <summary>Writes the report of a backtest as one HTML file that needs no network and no other file.</summary>
/// <remarks>
/// It is the same for the same input, byte for byte. What comes from outside is written as text only, and the page's policy
/// lets no script run but its own. It is well-formed XML. Five thousand trades make about two and a half megabytes.
/// </remarks>
public static class HtmlReport
{
    private const int MostPriceCharts = 8;
    private const int MostMarkedTrades = 1000;
    private const int MostMarkedInChart = 400;

    public static void Write(ReportInput input, TextWriter output)
    {
        var html = new HtmlWriter(output);
        Page.WriteHead(html, input.Title);
        Header(html, input);
        html.Raw("<main>\n");
        KeyFigures.Write(html, input.Result);
        Equity(html, input.Result);
        MonthlyTable.Write(html, input.Result);
        Prices(html, input);
        html.Raw("<div class=\"pair\">\n");
        Breakdown.WriteExits(html, input);
        Breakdown.WriteRejected(html, input.Result);
        html.Raw("</div>\n");
        TradeTable.Write(html, input);
        html.Raw("<div class=\"pair\">\n");
        List(html, "settings", "Settings", input.Settings);
        List(html, "run", "Run", RunOf(input.Result));
        html.Raw("</div>\n</main>\n");
        Page.WriteEnd(html);
    }

    private static void Header(HtmlWriter html, ReportInput input)
    {
        var result = input.Result;
        html.Write($"<header><p class=\"kind\">Backtest</p><h1>{input.Title}</h1>\n<p class=\"meta\">");
        if (result.Bars == 0) html.Raw("No bars were replayed.");
        else html.Write($"<span>{Figures.Day(result.First)} to {Figures.Day(result.Last)}</span> <span>{Figures.Count(result.Bars)} bars</span>");
        html.Raw("</p>\n");
        if (result.WasStopped) html.Raw("<p class=\"warning\" role=\"note\">The run was stopped before the data ended. The figures cover what was replayed until then.</p>\n");
        html.Raw("<nav aria-label=\"Sections\"><a href=\"#equity\">Equity</a><a href=\"#months\">Months</a><a href=\"#prices\">Prices</a><a href=\"#trades\">Trades</a><a href=\"#settings\">Settings</a></nav></header>\n");
    }

    private static void Equity(HtmlWriter html, BacktestResult result)
    {
        html.Raw("<section id=\"equity\" class=\"card\" aria-labelledby=\"equity-title\"><h2 id=\"equity-title\">Equity and drawdown</h2>\n");
        if (result.Equity.Count == 0)
        {
            html.Raw("<p class=\"empty\">No day was marked, so there is no curve.</p></section>\n");
            return;
        }
        html.Raw("<ul class=\"legend\" aria-hidden=\"true\"><li class=\"equity\">Equity</li><li class=\"start\">Starting equity</li><li class=\"drawdown\">Below its highest</li></ul>\n");
        EquityChart.Write(html, result);
        html.Raw("</section>\n");
    }

    private static void Prices(HtmlWriter html, ReportInput input)
    {
        html.Raw("<section id=\"prices\" class=\"card\" aria-labelledby=\"prices-title\"><h2 id=\"prices-title\">Prices, entries and exits</h2>\n");
        var trades = input.Trades.ToLookup(trade => trade.Symbol);
        var drawn = input.Prices.Where(series => series.Bars.Count > 0)
            .OrderByDescending(series => trades[series.Symbol].Count()).ThenBy(series => series.Symbol).ToArray();
        if (drawn.Length == 0)
        {
            html.Raw("<p class=\"empty\">No prices were kept.</p></section>\n");
            return;
        }
        html.Raw("<ul class=\"legend\" aria-hidden=\"true\"><li class=\"long\">Long entry</li><li class=\"short\">Short entry</li><li class=\"win\">Exit with a profit</li><li class=\"loss\">Exit without a profit</li></ul>\n");
        var charts = Math.Min(drawn.Length, MostPriceCharts);
        for (var i = 0; i < charts; i++) Price(html, drawn[i], [.. trades[drawn[i].Symbol]], Math.Min(MostMarkedInChart, MostMarkedTrades / charts), isOpen: i == 0);
        if (drawn.Length > MostPriceCharts)
            html.Write($"<p class=\"note\">The {MostPriceCharts} symbols with the most trades of {Figures.Count(drawn.Length)}.</p>");
        html.Raw("</section>\n");
    }

    private static void Price(HtmlWriter html, PriceSeries series, ClosedTrade[] trades, int mostMarked, bool isOpen)
    {
        var gain = trades.Sum(trade => trade.Outcome.ProfitAndLoss);
        html.Raw(isOpen ? "<details open=\"open\">" : "<details>");
        html.Write($"<summary><b>{series.Symbol.Value}</b> {Figures.Count(trades.Length)} {(trades.Length == 1 ? "trade" : "trades")}, {Figures.Gain(gain)}</summary>\n");
        var marked = trades.OrderByDescending(trade => trade.Outcome.ClosedAt).Take(mostMarked).ToArray();
        PriceChart.Write(html, series, marked);
        if (trades.Length > marked.Length) html.Write($"<p class=\"note\">The newest {Figures.Count(marked.Length)} trades are marked.</p>");
        html.Raw("</details>\n");
    }

    private static void List(HtmlWriter html, string id, string title, IReadOnlyList<ReportSetting> settings)
    {
        html.Write($"<section id=\"{id}\" class=\"card\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{title}</h2>\n");
        if (settings.Count == 0) html.Raw("<p class=\"empty\">None were given.</p>");
        else html.Raw("<dl class=\"list\">\n");
        foreach (var (label, value) in settings) html.Write($"<div><dt>{label}</dt><dd>{value}</dd></div>\n");
        html.Raw(settings.Count == 0 ? "</section>\n" : "</dl></section>\n");
    }

    private static ReportSetting[] RunOf(BacktestResult result) =>
    [
        new("Bars", Figures.Count(result.Bars)),
        new("Time taken", $"{Figures.Ratio(result.Elapsed.TotalSeconds)} s"),
        new("Bars a second", Figures.Count((long)result.BarsPerSecond)),
        new("Messages", Figures.Count(result.Messages)),
        new("Transitions", Figures.Count(result.Transitions)),
        new("Fills", Figures.Count(result.Fills)),
        new("Hash", result.Hash),
    ];
}
