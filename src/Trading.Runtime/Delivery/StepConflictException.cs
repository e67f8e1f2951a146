namespace Trading.Runtime.Delivery;

/// <summary>What an agent decides on was changed by others each time it decided. Nothing is stored; it is to be tried again a little later.</summary>
public sealed class StepConflictException(string message) : Exception(message);
