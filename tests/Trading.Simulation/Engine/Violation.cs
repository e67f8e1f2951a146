namespace Trading.Simulation;

/// <summary>Something that must always hold and did not, in the run of a seed.</summary>
/// <param name="Invariant">Its number in the list of what must hold.</param>
/// <param name="What">What was seen.</param>
/// <param name="Trade">The trade it is about; null when it is about none.</param>
/// <param name="Time">When, in the run's own time (UTC).</param>
/// <param name="Story">The lines that matter, oldest first.</param>
public sealed record Violation(ulong Seed, int Invariant, string Name, string What, string? Trade, DateTimeOffset Time, IReadOnlyList<string> Story);
