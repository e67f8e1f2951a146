using System.Collections.Immutable;
using System.Text.Json;

namespace TradingFunctions.Lifecycles;

/// <summary>Steps of one lifecycle, in the order they were taken.</summary>
/// <param name="Account">Whose breaker the custom status shows.</param>
/// <param name="Id">The trade or order.</param>
/// <param name="State">What the steps made of it, for those who look at it from outside; null before its first message.</param>
public sealed record LifecycleSteps(string Account, ImmutableArray<LifecycleStep> Steps, string Id = "", JsonElement? State = null);
