namespace Trading.Cli.Sweeps;

/// <summary>One window of a walk-forward: what its first part chose, and how that did in its second.</summary>
internal sealed record WalkForwardWindow(DateTimeOffset TrainFrom, DateTimeOffset TestFrom, DateTimeOffset TestTo, SweepRun Chosen, SweepRun Tested);
