using System.Collections.Immutable;

namespace TradingFunctions.Lifecycles;

/// <summary>Steps of one lifecycle, in the order they were taken.</summary>
/// <param name="Account">Whose breaker the custom status shows.</param>
public sealed record LifecycleSteps(string Account, ImmutableArray<LifecycleStep> Steps);
