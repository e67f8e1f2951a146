namespace Trading.Simulation;

/// <summary>What came of the run of one seed.</summary>
/// <param name="Digest">A hash of everything that happened, in its order.</param>
public sealed record SeedResult(ulong Seed, long Steps, long Crashes, long Faults, int Trades, int Fills, UInt128 Digest, Violation? Violation);
