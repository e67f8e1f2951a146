using System.Globalization;
using Spectre.Console;
using Trading.Runtime.Backtesting;

namespace Trading.Cli.Backtests;

/// <summary>The figures of a run, for a person.</summary>
internal static class ResultTable
{
    public static void Print(BacktestResult result, Terminal terminal)
    {
        var p = result.Performance;
        var table = new Table().Border(terminal.Border).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned()).AddColumn("").AddColumn(new TableColumn("").RightAligned());
        Row(table, "Bars", result.Bars.ToString("N0", CultureInfo.InvariantCulture), "Trades closed", p.Trades.ToString("N0", CultureInfo.InvariantCulture));
        Row(table, "From", Day(result.First), "Win rate", Percent(p.WinRate));
        Row(table, "To", Day(result.Last), "Profit factor", Number(p.ProfitFactor));
        Row(table, "Starting equity", Dollars(p.StartingEquity), "Expectancy", p.Expectancy is { } e ? Dollars(e) : "-");
        Row(table, "Ending equity", Dollars(p.EndingEquity), "Exposure", Percent(p.Exposure));
        Row(table, "Return", Percent(p.TotalReturn), "Turnover a year", p.Turnover is { } t ? $"{t.ToString("N2", CultureInfo.InvariantCulture)}x" : "-");
        Row(table, "CAGR", Percent(p.AnnualReturn), "Fees", Dollars(p.Fees));
        Row(table, "Sharpe", Number(p.Sharpe), "Trades still open", result.OpenTrades.ToString(CultureInfo.InvariantCulture));
        Row(table, "Sortino", Number(p.Sortino), "Trades denied", result.Rejected.Values.Sum().ToString(CultureInfo.InvariantCulture));
        Row(table, "Maximum drawdown", Percent(p.MaximumDrawdown), "Bars a second", result.BarsPerSecond.ToString("N0", CultureInfo.InvariantCulture));
        terminal.Console.Write(table);
        foreach (var (code, count) in result.Rejected) terminal.Output.WriteLine($"  denied {count} times: {code}");
        terminal.Output.WriteLine($"Hash {result.Hash}");
    }

    public static string Dollars(decimal amount) => (amount < 0 ? "-$" : "$") + Math.Abs(amount).ToString("N2", CultureInfo.InvariantCulture);

    public static string Percent(double? fraction) => fraction?.ToString("P2", CultureInfo.InvariantCulture) ?? "-";

    public static string Number(double? number) => number?.ToString("N2", CultureInfo.InvariantCulture) ?? "-";

    private static string Day(DateTimeOffset time) => time == default ? "-" : time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
