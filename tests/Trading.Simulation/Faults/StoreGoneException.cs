namespace Trading.Simulation;

/// <summary>The store did not answer; what it was asked to do may or may not be done.</summary>
internal sealed class StoreGoneException(string call) : Exception($"The store did not answer {call}.");
