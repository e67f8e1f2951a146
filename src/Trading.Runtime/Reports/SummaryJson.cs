using System.Text.Json;
using Trading.Runtime.Backtesting;

namespace Trading.Runtime.Reports;

/// <summary>Writes <c>summary.json</c>: the figures of a run for other programs.</summary>
/// <remarks>A figure that is not known, not a number or infinite is null. Keys are only ever added.</remarks>
public static class SummaryJson
{
    public static void Write(BacktestResult result, TextWriter output)
    {
        output.Write(JsonSerializer.Serialize(Of(result), RunSummaryContext.Default.RunSummary));
        output.Write('\n');
    }

    private static RunSummary Of(BacktestResult result)
    {
        var figures = result.Performance;
        return new RunSummary(
            result.Bars,
            Finite(result.Elapsed.TotalSeconds),
            Finite(result.BarsPerSecond),
            figures.Trades,
            Amount(figures.StartingEquity),
            Amount(figures.EndingEquity),
            Finite(figures.MaximumDrawdown),
            Finite(figures.Sharpe),
            result.Hash,
            Finite(figures.TotalReturn),
            Finite(figures.AnnualReturn),
            Finite(figures.Sortino),
            Finite(figures.WinRate),
            Finite(figures.ProfitFactor),
            figures.Expectancy is { } mean ? Amount(mean) : null,
            Finite(figures.Exposure),
            Finite(figures.Turnover),
            Amount(figures.Fees),
            result.Rejected,
            result.Canceled,
            result.OpenTrades,
            Known(result.First),
            Known(result.Last),
            result.Messages,
            result.Transitions,
            result.Fills,
            result.WasStopped);
    }

    /// <summary>To a hundred-millionth of a dollar, as prices are, and without zeros behind.</summary>
    private static decimal Amount(decimal dollars) => decimal.Round(dollars, 8) / 1.0000000000000000000000000000m;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static DateTimeOffset? Known(DateTimeOffset time) => time == default ? null : time.ToUniversalTime();
}
