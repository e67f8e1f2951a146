using Trading.Cli.Backtests;
using Trading.Runtime.Reports;

namespace Trading.Cli.Commands;

/// <summary><c>trading backtest</c></summary>
internal sealed class BacktestCommand : DeskCommand
{
    public BacktestCommand(Terminal terminal)
        : base("backtest", "Replay bars through the five agents and a simulated exchange, and measure what comes of it.")
    {
        var options = new BacktestOptions("report.html, trades.csv and summary.json");
        options.AddTo(this);
        SetAction((arguments, cancellation) => Task.Run(() => Run(options.Read(arguments), terminal, cancellation), CancellationToken.None));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading backtest", "The sample, with the default strategy and limits."),
        ("trading backtest --data prices.csv --strategy donchian-breakout --set entry=55 --set exit=20", "Your own bars, and a slower breakout."),
        ("trading backtest --data 'bars/*.csv.gz' --from 2015-01-01 --to 2019-12-31 --config desk.yaml --out results", "A folder of bars, five years of it, with your own configuration."),
        ("trading backtest --data prices.csv --json | jq .sharpe", "One figure for another program."),
    ];

    private static int Run(BacktestRequest request, Terminal terminal, CancellationToken cancellation)
    {
        var prepared = PreparedBacktest.Of(request, terminal);
        using var output = new BacktestOutput(request.Out, "backtest", TimeProvider.System);
        var title = $"Backtest of {string.Join(", ", prepared.Configuration.Strategies.Select(strategy => strategy.Id))}";
        var result = BacktestRunner.Run(prepared, output, title, terminal, onClosed: null, onEnded: null, cancellation);
        if (request.Json) SummaryJson.Write(result, terminal.Output);
        else
        {
            ResultTable.Print(result, terminal);
            terminal.Output.WriteLine($"Report: {output.ReportPath}");
        }
        if (!result.WasStopped) return ExitCode.Done;
        terminal.Complain($"Interrupted after {result.Bars:N0} bars; what was done so far is in {output.Folder}.");
        return ExitCode.Interrupted;
    }
}
