using System.Globalization;
using Spectre.Console;
using Trading.Simulation;

namespace Trading.Cli.Simulations;

/// <summary>Prints what came of a simulation for a person.</summary>
internal static class SimulationOutput
{
    public static void Print(SimulationReport report, Terminal terminal)
    {
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Seeds} seeds, {report.Steps} steps, {report.Crashes} crashes, {report.Faults} faults, {report.Violations} violations"));
        foreach (var violation in report.Found) Print(report.Options, violation, terminal);
    }

    public static void List(Terminal terminal, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(terminal.Output, SabotageCatalogue.All);
            return;
        }
        foreach (var entry in SabotageCatalogue.All)
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Name,-28}{entry.Invariant,3}  {entry.Does}"));
    }

    /// <summary>The command that runs a seed of a simulation again.</summary>
    public static string Replay(SimulationOptions options, ulong seed)
    {
        var sabotage = options.Sabotage is { } entry ? $" --sabotage {entry.Name}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"trading simulate --seeds 1 --from {seed} --days {options.Days} --faults {options.Faults.ToString().ToLowerInvariant()}{sabotage}");
    }

    private static void Print(SimulationOptions options, Violation violation, Terminal terminal)
    {
        terminal.Output.WriteLine();
        terminal.Console.MarkupLineInterpolated($"[red]Seed {violation.Seed}: invariant {violation.Invariant}, {violation.Name}[/]");
        terminal.Output.WriteLine($"  {violation.What}");
        foreach (var line in violation.Story) terminal.Output.WriteLine($"    {line}");
        terminal.Output.WriteLine($"  Replay: {Replay(options, violation.Seed)}");
    }
}
