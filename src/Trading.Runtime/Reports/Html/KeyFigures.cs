using System.Globalization;
using Trading.Runtime.Backtesting;

namespace Trading.Runtime.Reports.Html;

/// <summary>The figures of a run as tiles.</summary>
internal static class KeyFigures
{
    private const double DaysOfYear = 365.25;

    public static void Write(HtmlWriter html, BacktestResult result)
    {
        var run = result.Performance;
        html.Raw("<section id=\"figures\" aria-label=\"Key figures\"><dl class=\"tiles\">\n");
        Tile(html, "Return", Figures.GainPercent(run.TotalReturn), $"{Figures.Money(run.StartingEquity)} to {Figures.Money(run.EndingEquity)}", Tone(run.TotalReturn));
        Tile(html, "Return a year", Figures.GainPercent(run.AnnualReturn), $"compound, {Years(result)}", Tone(run.AnnualReturn));
        Tile(html, "Max drawdown", Figures.Percent(run.MaximumDrawdown), Deepest(result), run.MaximumDrawdown > 0 ? "down" : "");
        Tile(html, "Sharpe", Figures.Ratio(run.Sharpe), "daily returns, a year");
        Tile(html, "Sortino", Figures.Ratio(run.Sortino), "downside only, a year");
        Tile(html, "Profit factor", Figures.Ratio(run.ProfitFactor), "profits over losses");
        Tile(html, "Trades", Figures.Count(run.Trades), $"{Figures.Count(result.OpenTrades)} open, {Figures.Count(result.Canceled)} canceled, {Figures.Count(result.Rejected.Values.Sum(count => (long)count))} rejected");
        Tile(html, "Win rate", Figures.Percent(run.WinRate), run.WinRate is { } rate && double.IsFinite(rate) ? $"{Figures.Count((long)Math.Round(rate * run.Trades))} of {Figures.Count(run.Trades)}" : "no closed trade");
        Tile(html, "Expectancy", run.Expectancy is { } mean ? Figures.Gain(mean) : Figures.Unknown, "a trade, after fees", Tone((double?)run.Expectancy));
        Tile(html, "Exposure", Figures.Percent(run.Exposure), "of the time in a position");
        Tile(html, "Turnover", run.Turnover is null ? Figures.Unknown : Figures.Ratio(run.Turnover) + "\u00d7", "of mean equity, a year");
        Tile(html, "Fees", Figures.Money(run.Fees), $"{Figures.Percent(run.StartingEquity > 0 ? (double)(run.Fees / run.StartingEquity) : null, 2)} of starting equity");
        html.Raw("</dl></section>\n");
    }

    private static void Tile(HtmlWriter html, string name, string value, string hint, string tone = "") =>
        html.Write($"<div><dt>{name}</dt><dd class=\"value {tone}\">{value}</dd><dd class=\"hint\">{hint}</dd></div>\n");

    private static string Tone(double? gain) => gain switch { > 0 => "up", < 0 => "down", _ => "" };

    private static string Years(BacktestResult result)
    {
        var years = (result.Last - result.First).TotalDays / DaysOfYear;
        return years >= 1 ? string.Create(CultureInfo.InvariantCulture, $"over {years:0.0} years") : $"from {Figures.Count((long)(result.Last - result.First).TotalDays)} days";
    }

    private static string Deepest(BacktestResult result)
    {
        EquityPoint? deepest = null;
        foreach (var point in result.Equity)
            if (point.Drawdown > (deepest?.Drawdown ?? 0)) deepest = point;
        return deepest is { } at ? $"deepest by {Figures.Day(at.Time)}" : "never under its highest";
    }
}
