using System.Collections.Immutable;
using System.CommandLine;
using Spectre.Console;
using Trading.Cli.Backtests;
using Trading.Runtime.Data;
using Symbol = Trading.MarketData.Symbol;

namespace Trading.Cli.Commands;

/// <summary><c>trading demo</c></summary>
internal sealed class DemoCommand : DeskCommand
{
    /// <summary>The series of the sample that are long enough to trade.</summary>
    private static readonly ImmutableArray<Symbol> Stars = ["SPX", "GOOG"];

    private readonly Option<string?> _out = new("--out") { Description = "The folder for the report. Default: a new one in trading-out.", HelpName = "DIR" };

    public DemoCommand(Terminal terminal)
        : base("demo", "Trade twenty years of real daily bars with all five agents and show every trade.")
    {
        Options.Add(_out);
        SetAction((arguments, cancellation) => Task.Run(() => Run(arguments.GetValue(_out), terminal, cancellation), CancellationToken.None));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples => [("trading demo", "Replays the sample and writes a report.")];

    private static int Run(string? folder, Terminal terminal, CancellationToken cancellation)
    {
        var request = new BacktestRequest(Samples.Folder, new HistoricalDataOptions(), null, [], Stars, null, null, null, null, folder, Json: false);
        var prepared = PreparedBacktest.Of(request, terminal);
        using var output = new BacktestOutput(folder, "demo", TimeProvider.System);
        terminal.Output.WriteLine($"Five agents trade {string.Join(", ", prepared.Data.Series.Select(series => series.Symbol))}: {prepared.TotalBars:N0} real daily bars.");
        terminal.Output.WriteLine();
        var result = BacktestRunner.Run(
            prepared, output, "Demo: five agents on real daily bars", terminal,
            closed => Tell(TradeLine.Of(closed), closed.Outcome.ProfitAndLoss > 0 ? Color.Green : Color.Red),
            ended => Tell(TradeLine.Of(ended), Color.Grey), cancellation);
        terminal.Output.WriteLine();
        ResultTable.Print(result, terminal);
        terminal.Output.WriteLine($"Report: {output.ReportPath}");
        if (!result.WasStopped) return ExitCode.Done;
        terminal.Complain($"Interrupted after {result.Bars:N0} bars; what was done so far is in {output.Folder}.");
        return ExitCode.Interrupted;

        void Tell(string line, Color colour) => terminal.Console.WriteLine(line, new Style(colour));
    }
}
