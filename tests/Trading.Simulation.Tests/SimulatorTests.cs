namespace Trading.Simulation.Tests;

/// <summary>The desk over days that a seed decides.</summary>
public class SimulatorTests
{
    private const int Days = 5;

    [Fact]
    public void Two_hundred_seeds_with_every_fault_break_nothing()
    {
        var report = Simulator.RunMany(new SimulationOptions { Seeds = 200, Days = Days, Faults = FaultLevel.All }, _ => { }, TestContext.Current.CancellationToken);
        Assert.True(report.Violations == 0, Tell(report));
        Assert.True(report.Crashes > 200, $"only {report.Crashes} crashes");
        Assert.True(report.Faults > 2000, $"only {report.Faults} faults");
        Assert.True(report.Trades > 400, $"only {report.Trades} trades");
    }

    [Theory]
    [InlineData(FaultLevel.None)]
    [InlineData(FaultLevel.Some)]
    public void With_fewer_faults_nothing_breaks_either(FaultLevel faults)
    {
        var report = Simulator.RunMany(new SimulationOptions { Seeds = 25, From = 10_000, Days = Days, Faults = faults }, _ => { }, TestContext.Current.CancellationToken);
        Assert.True(report.Violations == 0, Tell(report));
        Assert.Equal(faults == FaultLevel.None, report.Faults == 0);
    }

    [Theory]
    [MemberData(nameof(Sabotages))]
    public void Every_sabotage_is_caught(string name)
    {
        var sabotage = SabotageCatalogue.Find(name);
        for (ulong seed = 0; seed < 500; seed++)
            if (Simulator.Run(seed, Days, FaultLevel.All, sabotage, tells: false).Violation is not null) return;
        Assert.Fail($"Nothing noticed {name} in 500 seeds.");
    }

    [Fact]
    public void Every_invariant_has_a_sabotage_that_it_is_to_catch() =>
        Assert.Equal(Enumerable.Range(1, 11), SabotageCatalogue.All.Select(entry => entry.Invariant).Distinct().Order());

    [Fact]
    public void A_seed_does_the_same_every_time()
    {
        var one = Simulator.Run(7, 2, FaultLevel.All);
        var other = Simulator.Run(7, 2, FaultLevel.All);
        Assert.Equal(one, other);
        Assert.NotEqual(one.Digest, Simulator.Run(8, 2, FaultLevel.All).Digest);
    }

    [Fact]
    public void A_violation_tells_its_story_and_names_the_trade()
    {
        var sabotage = SabotageCatalogue.Find("forget-stops");
        var violation = Enumerable.Range(0, 100).Select(seed => Simulator.Run((ulong)seed, Days, FaultLevel.All, sabotage).Violation).First(found => found is not null)!;
        Assert.NotNull(violation.Trade);
        Assert.Contains(violation.Story, line => line.Contains("risk said risk.trade.approved", StringComparison.Ordinal));
        Assert.Contains(violation.Story, line => line.Contains("VIOLATION of invariant", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_violation_is_kept_by_its_seed_and_the_first_with_their_stories()
    {
        var options = new SimulationOptions { Seeds = 40, Days = 1, Faults = FaultLevel.All, Sabotage = SabotageCatalogue.Find("forget-stops"), Threads = 1 };
        var report = Simulator.RunMany(options, _ => { }, TestContext.Current.CancellationToken);
        Assert.True(report.Violations > SimulationReport.MostTold, $"only {report.Violations} violations");
        Assert.Equal(report.Violations, report.Found.Length);
        Assert.Equal(SimulationReport.MostTold, report.Found.Count(violation => violation.Story.Count > 0));
    }

    public static TheoryData<string> Sabotages => [.. SabotageCatalogue.All.Select(entry => entry.Name)];

    private static string Tell(SimulationReport report) =>
        string.Join('\n', report.Found.Select(found => $"seed {found.Seed}, invariant {found.Invariant}: {found.What}\n  {string.Join("\n  ", found.Story)}"));
}
