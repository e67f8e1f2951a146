using Trading.Runtime.Backtesting;

namespace Trading.Runtime.Reports.Html;

/// <summary>The gain of each month as a heat map: years down, months across.</summary>
internal static class MonthlyTable
{
    private const int Shades = 5;

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static void Write(HtmlWriter html, BacktestResult result)
    {
        var years = MonthlyReturns.Of(result.Performance.StartingEquity, result.Equity);
        html.Raw("<section id=\"months\" class=\"card\" aria-labelledby=\"months-title\"><h2 id=\"months-title\">Monthly returns</h2>\n");
        if (years.Length == 0)
        {
            html.Raw("<p class=\"empty\">No day was marked, so there are no returns.</p></section>\n");
            return;
        }
        var largest = years.SelectMany(year => year.Months).Max(month => Math.Abs(month ?? 0));
        html.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"months-title\"><table class=\"months\"><thead><tr><th scope=\"col\">Year</th>");
        foreach (var month in Months) html.Write($"<th scope=\"col\">{month}</th>");
        html.Raw("<th scope=\"col\">Total</th></tr></thead><tbody>\n");
        foreach (var year in years.Reverse())
        {
            html.Write($"<tr><th scope=\"row\">{year.Year}</th>");
            foreach (var month in year.Months) Cell(html, month, largest);
            html.Write($"<td class=\"total {Tone(year.Total)}\">{Number(year.Total)}</td></tr>\n");
        }
        html.Raw("</tbody></table></div><p class=\"note\">Percent of the worth at the end of the month before.</p></section>\n");
    }

    private static void Cell(HtmlWriter html, double? month, double largest)
    {
        if (month is not { } gain) html.Raw("<td></td>");
        else html.Write($"<td class=\"{Shade(gain, largest)}\">{Number(gain)}</td>");
    }

    private static string Number(double? gain) => gain is null ? "" : Figures.Percent(gain).TrimEnd('%');

    private static string Tone(double? gain) => gain switch { > 0 => "up", < 0 => "down", _ => "" };

    /// <summary>Shades by the square root, so that one extreme month does not pale all others.</summary>
    private static string Shade(double gain, double largest)
    {
        var shade = largest > 0 ? (int)Math.Ceiling(Math.Sqrt(Math.Abs(gain) / largest) * Shades) : 0;
        return shade == 0 ? "" : $"{(gain > 0 ? 'u' : 'd')}{shade}";
    }
}
