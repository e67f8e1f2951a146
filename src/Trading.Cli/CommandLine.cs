using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Trading.Cli.Commands;
using Trading.Runtime.Data;
using Trading.Runtime.Telemetry;

namespace Trading.Cli;

/// <summary>The <c>trading</c> command.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to finish what it has in hand after Ctrl-C.</summary>
    private static readonly TimeSpan MostToFinish = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command line and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        var result = Root(terminal).Parse(args);
        // Help is given for a command line that lacks what the command requires.
        if (result.Errors.Count > 0 && result.Action is not HelpWithExamples)
        {
            foreach (var error in result.Errors) terminal.Complain(WrongArgument.Describe(error));
            terminal.Error.WriteLine($"Try: {PathOf(result.CommandResult)} --help");
            return ExitCode.WrongUse;
        }
        try
        {
            using var telemetry = TelemetryExport.Start("trading", VersionCommand.Number, Environment.GetEnvironmentVariable);
            var invocation = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = MostToFinish };
            return await result.InvokeAsync(invocation, cancellation);
        }
        catch (CommandFailure failure)
        {
            terminal.Complain(failure.Message);
            return failure.ExitCode;
        }
        catch (Exception bad) when (DataFaultIn(bad) is { } fault)
        {
            terminal.Complain(fault.Message);
            return ExitCode.BadData;
        }
        catch (OperationCanceledException)
        {
            terminal.Complain("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception unexpected) when (unexpected is IOException or UnauthorizedAccessException)
        {
            terminal.Complain(unexpected.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>Damage inside a file shows only when its bars are replayed, maybe on several threads at once.</summary>
    private static Exception? DataFaultIn(Exception thrown) => thrown switch
    {
        BarFileException or HistoricalDataException => thrown,
        AggregateException several => several.Flatten().InnerExceptions.Select(DataFaultIn).FirstOrDefault(fault => fault is not null),
        _ => null,
    };

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "trading";

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("A multi-agent trading desk: the same decisions in a backtest, on one machine and in the cloud.")
        {
            new DemoCommand(terminal),
            new BacktestCommand(terminal),
            new SweepCommand(terminal),
            new IndicatorCommand(terminal),
            new CalendarCommand(terminal),
            new ConfigCommand(terminal),
            new RunCommand(terminal),
            new ExchangeCommand(terminal),
            new StatusCommand(terminal),
            new AgentCommand(terminal),
            new WatchCommand(terminal),
            new DeadLettersCommand(terminal),
            new SimulateCommand(terminal),
            new DoctorCommand(terminal),
            new LoginCommand(terminal),
            new JournalCommand(terminal),
            new VersionCommand(terminal),
        };
        foreach (var command in DeskCommands.All(terminal)) root.Subcommands.Add(command);
        root.HelpName = "trading";
        foreach (var option in root.Options)
            if (option is HelpOption { Action: HelpAction usual } help) help.Action = new HelpWithExamples(usual);
        return root;
    }
}
