using System.CommandLine;
using Spectre.Console;
using Trading.Cli.Simulations;
using Trading.Simulation;

namespace Trading.Cli.Commands;

/// <summary><c>trading simulate</c>: the whole desk over days that a seed decides, with faults, and what must hold checked after every step.</summary>
internal sealed class SimulateCommand : DeskCommand
{
    private readonly Option<long> _seeds = new("--seeds") { Description = "How many seeds to run.", HelpName = "N", DefaultValueFactory = _ => 200 };
    private readonly Option<ulong> _from = new("--from") { Description = "The first seed.", HelpName = "SEED" };
    private readonly Option<int> _days = new("--days") { Description = "Trading days of each seed, 1 to 250.", HelpName = "D", DefaultValueFactory = _ => 5 };
    private readonly Option<FaultLevel> _faults = new("--faults") { Description = "none, some or all.", DefaultValueFactory = _ => FaultLevel.All };
    private readonly Option<string?> _sabotage = new("--sabotage") { Description = "Put in a defect on purpose, to see it caught; --list-sabotages names them.", HelpName = "NAME" };
    private readonly Option<bool> _list = new("--list-sabotages") { Description = "List the defects that can be put in: name, invariant, what it does." };
    private readonly Option<int> _threads = new("--threads") { Description = "How many seeds run at once. Default: one a core.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document." };
    private readonly Terminal _terminal;

    public SimulateCommand(Terminal terminal)
        : base("simulate", "Run the whole desk over days that a seed decides, with crashes, lost messages and a broker that fails, and check what must hold.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_seeds, _from, _days, _faults, _sabotage, _list, _threads, _json]) Options.Add(option);
        SetAction((arguments, cancellation) => Task.Run(() => Run(arguments, cancellation), CancellationToken.None));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading simulate", "200 seeds of five days with every fault."),
        ("trading simulate --seeds 1 --from 4711", "Replays one seed; it does the same every time."),
        ("trading simulate --sabotage forget-late-fill --seeds 500", "A desk that forgets late fills, and what notices it."),
    ];

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        if (arguments.GetValue(_list))
        {
            SimulationOutput.List(_terminal, arguments.GetValue(_json));
            return ExitCode.Done;
        }
        var options = Read(arguments);
        SimulationReport? report = null;
        _terminal.Progress.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var task = context.AddTask($"{options.Seeds} seeds", maxValue: options.Seeds);
            report = Simulator.RunMany(options, _ => task.Increment(1), cancellation);
        });
        if (arguments.GetValue(_json)) JsonOutput.Write(_terminal.Output, SimulationDocument.Of(report!));
        else SimulationOutput.Print(report!, _terminal);
        if (report!.WasStopped)
        {
            _terminal.Complain($"Interrupted; {report.Seeds} of {options.Seeds} seeds were run.");
            return ExitCode.Interrupted;
        }
        // A sabotage is there to be caught.
        var isAsWanted = options.Sabotage is null ? report.Violations == 0 : report.Violations > 0;
        if (isAsWanted) return ExitCode.Done;
        _terminal.Complain(options.Sabotage is { } sabotage
            ? $"Nothing noticed {sabotage.Name} in {report.Seeds} seeds."
            : $"{report.Violations} of {report.Seeds} seeds broke what must hold.");
        return ExitCode.Failed;
    }

    private SimulationOptions Read(ParseResult arguments)
    {
        var (seeds, days, threads) = (arguments.GetValue(_seeds), arguments.GetValue(_days), arguments.GetValue(_threads));
        if (seeds < 1) throw new CommandFailure(ExitCode.WrongUse, $"--seeds {seeds}: 1 or more.");
        if (days is < 1 or > 250) throw new CommandFailure(ExitCode.WrongUse, $"--days {days}: 1 to 250.");
        if (threads < 1) throw new CommandFailure(ExitCode.WrongUse, $"--threads {threads}: 1 or more.");
        SabotageEntry? sabotage = null;
        if (arguments.GetValue(_sabotage) is { } name && (sabotage = SabotageCatalogue.Find(name)) is null)
            throw new CommandFailure(ExitCode.WrongUse, $"There is no sabotage '{name}'. trading simulate --list-sabotages lists them.");
        return new SimulationOptions { Seeds = seeds, From = arguments.GetValue(_from), Days = days, Faults = arguments.GetValue(_faults), Sabotage = sabotage, Threads = threads };
    }
}
