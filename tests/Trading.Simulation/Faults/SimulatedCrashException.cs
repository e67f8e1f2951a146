namespace Trading.Simulation;

/// <summary>The process ends here, in the middle of what it does. Nothing of it runs any more.</summary>
internal sealed class SimulatedCrashException() : Exception("The process was killed.");
