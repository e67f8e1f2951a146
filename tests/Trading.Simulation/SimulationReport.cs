using System.Collections.Immutable;

namespace Trading.Simulation;

/// <summary>What came of many seeds.</summary>
public sealed record SimulationReport
{
    /// <summary>How many violations come with their stories.</summary>
    public const int MostTold = 5;

    /// <summary>How many violations are kept at all.</summary>
    public const int MostKept = 1000;

    public required SimulationOptions Options { get; init; }

    public long Seeds { get; init; }

    public long Steps { get; init; }

    public long Crashes { get; init; }

    public long Faults { get; init; }

    public long Trades { get; init; }

    public long Fills { get; init; }

    /// <summary>Seeds in which something did not hold that must.</summary>
    public long Violations { get; init; }

    /// <summary>The first violations, by seed; the first to come have their stories.</summary>
    public ImmutableArray<Violation> Found { get; init; } = [];

    /// <summary>Whether it was interrupted.</summary>
    public bool WasStopped { get; init; }

    internal SimulationReport With(SeedResult result) => this with
    {
        Seeds = Seeds + 1,
        Steps = Steps + result.Steps,
        Crashes = Crashes + result.Crashes,
        Faults = Faults + result.Faults,
        Trades = Trades + result.Trades,
        Fills = Fills + result.Fills,
        Violations = Violations + (result.Violation is null ? 0 : 1),
        Found = result.Violation is { } violation && Found.Length < MostKept ? Found.Add(violation) : Found,
    };
}
