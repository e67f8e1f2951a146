namespace TradingFunctions.Lifecycles;

/// <summary>A message is for a lifecycle that has not begun or left no state. It stays in the inbox and comes again.</summary>
public sealed class LifecycleNotFoundException(string message) : InvalidOperationException(message);
