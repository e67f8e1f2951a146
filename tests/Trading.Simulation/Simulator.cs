namespace Trading.Simulation;

/// <summary>Runs seeds: the whole desk over some days each, with faults, and everything that must hold checked after every step.</summary>
public static class Simulator
{
    private const int MostStoryLines = 120;

    /// <summary>Runs one seed. The same arguments give the same result, byte for byte.</summary>
    /// <param name="sabotage">The name of a defect to put in on purpose, or null for none.</param>
    /// <exception cref="ArgumentException">There is no such sabotage, or there are no days.</exception>
    public static SeedResult Run(ulong seed, int days, FaultLevel faults, string? sabotage = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var result = RunOnce(seed, days, faults, sabotage, null);
        if (result.Violation is not { } violation) return result;
        var chronicle = new Chronicle();
        RunOnce(seed, days, faults, sabotage, chronicle);
        return result with { Violation = violation with { Story = chronicle.Story(violation.Trade, MostStoryLines) } };
    }

    private static SeedResult RunOnce(ulong seed, int days, FaultLevel faults, string? sabotage, Chronicle? chronicle)
    {
        using var run = new SimulatedRun(seed, days, faults, Sabotage.None(), chronicle);
        return run.Run();
    }
}
