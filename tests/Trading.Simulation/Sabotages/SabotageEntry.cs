namespace Trading.Simulation;

/// <summary>A defect that can be put in on purpose.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Invariant">The number of the invariant it is to show at work; another may be faster.</param>
/// <param name="Does">What it does, for a person.</param>
public sealed record SabotageEntry(string Name, int Invariant, string Does)
{
    internal Func<Sabotage> Make { get; init; } = Sabotage.None;
}
