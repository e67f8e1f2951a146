using System.Globalization;
using Spectre.Console;
using Trading.Cli.Backtests;

namespace Trading.Cli.Sweeps;

/// <summary>A sweep for a person: the best combinations, then the walk-forward.</summary>
internal static class SweepTable
{
    public static void Print(SweepResult result, int top, Terminal terminal)
    {
        var table = new Table().Border(terminal.Border).AddColumns("", "Parameters", "Return", "CAGR", "Sharpe", "Sortino", "Drawdown", "Trades", "Win rate", "Profit factor");
        foreach (var (run, place) in result.Ranked.Take(top).Select((run, i) => (run, i + 1)))
            table.AddRow([new Text($"{place}"), new Text(run.Point.Text), .. Figures(run)]);
        terminal.Console.Write(table);
        terminal.Output.WriteLine($"{result.Ranked.Count} combinations, best {Word(result.Ranking)} first{(result.Ranked.Count > top ? $", {top} shown" : "")}.");
        if (result.Windows.Count == 0) return;

        terminal.Output.WriteLine();
        terminal.Output.WriteLine("Walk-forward: each line was chosen on the days before its own.");
        var walk = new Table().Border(terminal.Border).AddColumns("Traded", "Chosen", "Return", "CAGR", "Sharpe", "Sortino", "Drawdown", "Trades", "Win rate", "Profit factor");
        foreach (var window in result.Windows)
            walk.AddRow([new Text($"{window.TestFrom.UtcDateTime:yyyy-MM-dd} to {window.TestTo.UtcDateTime:yyyy-MM-dd}"), new Text(window.Chosen.Point.Text), .. Figures(window.Tested)]);
        terminal.Console.Write(walk);
        var compound = result.Windows.Aggregate(1.0, (product, window) => product * (1 + window.Tested.Result.Performance.TotalReturn)) - 1;
        terminal.Output.WriteLine($"All windows one after another: {ResultTable.Percent(compound)}.");
    }

    private static IEnumerable<Text> Figures(SweepRun run)
    {
        var p = run.Result.Performance;
        foreach (var cell in new[]
        {
            ResultTable.Percent(p.TotalReturn), ResultTable.Percent(p.AnnualReturn), ResultTable.Number(p.Sharpe), ResultTable.Number(p.Sortino),
            ResultTable.Percent(p.MaximumDrawdown), p.Trades.ToString(CultureInfo.InvariantCulture), ResultTable.Percent(p.WinRate), ResultTable.Number(p.ProfitFactor),
        })
            yield return new Text(cell, Style.Plain) { Justification = Justify.Right };
    }

    private static string Word(Ranking ranking) => ranking switch
    {
        Ranking.Sortino => "Sortino ratio",
        Ranking.Return => "return",
        Ranking.ProfitFactor => "profit factor",
        Ranking.Drawdown => "(smallest) drawdown",
        _ => "Sharpe ratio",
    };
}
