using Trading.Simulation;

namespace Trading.Cli.Simulations;

/// <summary>The JSON document of <c>trading simulate --json</c>.</summary>
/// <param name="Violations">In how many seeds something did not hold that must.</param>
/// <param name="Found">The first of them, with their stories.</param>
internal sealed record SimulationDocument(
    long Seeds, ulong From, int Days, FaultLevel FaultLevel, string? Sabotage, long Steps, long Crashes, long Faults, long Trades, long Fills, long Violations,
    IReadOnlyList<SimulationDocument.Finding> Found)
{
    public static SimulationDocument Of(SimulationReport report) => new(
        report.Seeds, report.Options.From, report.Options.Days, report.Options.Faults, report.Options.Sabotage?.Name, report.Steps, report.Crashes, report.Faults,
        report.Trades, report.Fills, report.Violations,
        [.. report.Found.Select(found => new Finding(
            found.Seed, found.Invariant, found.Name, found.What, found.Trade, found.Time, SimulationOutput.Replay(report.Options, found.Seed), found.Story))]);

    internal sealed record Finding(
        ulong Seed, int Invariant, string Name, string What, string? Trade, DateTimeOffset Time, string Replay, IReadOnlyList<string> Story);
}
