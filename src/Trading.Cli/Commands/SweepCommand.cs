using System.CommandLine;
using Spectre.Console;
using Trading.Cli.Backtests;
using Trading.Cli.Sweeps;

namespace Trading.Cli.Commands;

/// <summary><c>trading sweep</c></summary>
internal sealed class SweepCommand : DeskCommand
{
    private readonly BacktestOptions _backtest = new("sweep.json");

    private readonly Option<string[]> _grid = new("--grid")
    {
        Description = "Values of a parameter to try: fast=10,20,50 or fast=10..50:10. Given several times, every combination is tried.",
        HelpName = "NAME=VALUES",
        Required = true,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<int> _walkForward = new("--walk-forward") { Description = "Split time into so many windows; in each the best of the first part trades the second. 0: no split.", HelpName = "N" };
    private readonly Option<double> _train = new("--train") { Description = "The part of each window that chooses, above 0 and below 1.", HelpName = "FRACTION", DefaultValueFactory = _ => 0.7 };
    private readonly Option<Ranking> _rank = new("--rank") { Description = "What is best: sharpe, sortino, return, profitFactor or drawdown.", DefaultValueFactory = _ => Ranking.Sharpe };
    private readonly Option<int> _top = new("--top") { Description = "How many lines of the table to print.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _threads = new("--threads") { Description = "How many backtests run at once. Default: one a core.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Terminal _terminal;

    public SweepCommand(Terminal terminal)
        : base("sweep", "Backtest every combination of parameters on all cores and rank them, with a walk-forward split if wanted.")
    {
        _terminal = terminal;
        _backtest.AddTo(this);
        foreach (var option in (Option[])[_grid, _walkForward, _train, _rank, _top, _threads]) Options.Add(option);
        SetAction((arguments, cancellation) => Task.Run(() => Run(arguments, cancellation), CancellationToken.None));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading sweep --strategy trend-following --grid fast=10,20,30 --grid slow=50..200:50", "Twelve backtests of the sample, best Sharpe ratio first."),
        ("trading sweep --data prices.csv --strategy rsi-mean-reversion --grid rsi=2..6:1 --walk-forward 5", "What would have been chosen, and how it did after it was chosen."),
    ];

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var request = _backtest.Read(arguments);
        var windows = arguments.GetValue(_walkForward);
        var train = arguments.GetValue(_train);
        var threads = arguments.GetValue(_threads);
        var top = arguments.GetValue(_top);
        if (windows is < 0 or > 1000) throw new CommandFailure(ExitCode.WrongUse, $"--walk-forward {windows}: 0 to 1000 windows.");
        if (train is not (> 0 and < 1)) throw new CommandFailure(ExitCode.WrongUse, $"--train {train}: a fraction above 0 and below 1.");
        if (threads < 1) throw new CommandFailure(ExitCode.WrongUse, $"--threads {threads}: 1 or more.");
        if (top < 1) throw new CommandFailure(ExitCode.WrongUse, $"--top {top}: 1 or more.");
        var prepared = PreparedBacktest.Of(request, _terminal);
        var points = ParameterGrid.Of(arguments.GetRequiredValue(_grid), prepared.Configuration);
        if (request.Out is { } wanted) OutFolder.Make(wanted);
        var sweep = new Sweep(prepared, points, arguments.GetValue(_rank), threads);

        SweepResult? result = null;
        _terminal.Progress.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var task = context.AddTask($"{points.Count} combinations", maxValue: Math.Max(1, sweep.Runs(windows)));
            result = sweep.Run(windows, train, () => task.Increment(1), cancellation);
        });
        if (request.Json) JsonOutput.Write(_terminal.Output, SweepDocument.Of(result!));
        else SweepTable.Print(result!, top, _terminal);
        if (request.Out is { } folder) SweepDocument.Write(result!, folder);
        if (!result!.WasStopped) return ExitCode.Done;
        _terminal.Complain($"Interrupted; {result.Ranked.Count} of {points.Count} combinations were done{(request.Out is { } saved ? $" and are in {Path.GetFullPath(saved)}" : "")}.");
        return ExitCode.Interrupted;
    }
}
