namespace Trading.Simulation;

/// <summary>Runs seeds: the whole desk over some days each, with faults, and everything that must hold checked after every step.</summary>
public static class Simulator
{
    /// <summary>One seed in so many is run twice, to see that it does the same again.</summary>
    public const ulong RunTwiceEvery = 16;

    private const int MostStoryLines = 60;

    /// <summary>Runs one seed. The same arguments give the same result, byte for byte.</summary>
    /// <param name="sabotage">A defect to put in on purpose, or null for none.</param>
    /// <param name="tells">Whether a violation comes with its story, for which the seed is run again.</param>
    public static SeedResult Run(ulong seed, int days, FaultLevel faults, SabotageEntry? sabotage = null, bool tells = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var result = RunOnce(seed, days, faults, sabotage, null);
        if (result.Violation is null && seed % RunTwiceEvery == 0)
            return result with { Violation = SameSeedSameRun.Compare(result, RunOnce(seed, days, faults, sabotage, null)) };
        if (!tells || result.Violation is not { } violation) return result;
        var chronicle = new Chronicle();
        RunOnce(seed, days, faults, sabotage, chronicle);
        return result with { Violation = violation with { Story = chronicle.Story(violation.Trade, MostStoryLines) } };
    }

    /// <summary>Runs many seeds on all cores.</summary>
    /// <param name="ran">Told of each seed as it is done, one at a time, in no order.</param>
    public static SimulationReport RunMany(SimulationOptions options, Action<SeedResult> ran, CancellationToken cancellation)
    {
        var sum = new SimulationReport { Options = options };
        var gate = new Lock();
        Parallel.For(0L, options.Seeds, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, (index, loop) =>
        {
            if (cancellation.IsCancellationRequested)
            {
                loop.Stop();
                return;
            }
            var result = Run(options.From + (ulong)index, options.Days, options.Faults, options.Sabotage, tells: sum.Found.Length < SimulationReport.MostTold);
            lock (gate)
            {
                sum = sum.With(result);
                ran(result);
            }
        });
        return sum with { WasStopped = cancellation.IsCancellationRequested, Found = [.. sum.Found.OrderBy(violation => violation.Seed)] };
    }

    private static SeedResult RunOnce(ulong seed, int days, FaultLevel faults, SabotageEntry? sabotage, Chronicle? chronicle)
    {
        using var run = new SimulatedRun(seed, days, faults, sabotage?.Make() ?? Sabotage.None(), chronicle);
        return run.Run();
    }
}
