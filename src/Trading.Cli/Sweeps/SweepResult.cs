namespace Trading.Cli.Sweeps;

/// <summary>What came of a sweep.</summary>
/// <param name="Ranked">Every combination over all the data, best first.</param>
/// <param name="Windows">The walk-forward, if one was asked for.</param>
internal sealed record SweepResult(Ranking Ranking, IReadOnlyList<SweepRun> Ranked, IReadOnlyList<WalkForwardWindow> Windows, bool WasStopped);
