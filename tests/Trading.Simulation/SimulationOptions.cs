namespace Trading.Simulation;

/// <summary>Which seeds are run, and what happens in them.</summary>
public sealed record SimulationOptions
{
    public long Seeds { get; init; } = 200;

    /// <summary>The first seed.</summary>
    public ulong From { get; init; }

    /// <summary>Trading days of each seed.</summary>
    public int Days { get; init; } = 5;

    public FaultLevel Faults { get; init; } = FaultLevel.All;

    /// <summary>A defect to put in on purpose; null for none.</summary>
    public SabotageEntry? Sabotage { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;
}
