using System.Collections.Immutable;
using System.Text.Json;

namespace TradingFunctions.Lifecycles;

/// <summary>What came of one message in an orchestration, to be stored by <see cref="CommitLifecycleSteps"/>.</summary>
/// <param name="Cause">The message that was handled, or by which the lifecycle was woken.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="Said">Messages as CloudEvents JSON, in order.</param>
/// <param name="Error">Why it could not be handled; null when it was.</param>
public sealed record LifecycleStep(LifecycleEvent Cause, DateTimeOffset Time, ImmutableArray<JsonElement> Said, string? Error = null);
