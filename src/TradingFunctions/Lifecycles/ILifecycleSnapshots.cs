using System.Collections.Immutable;
using System.Text.Json;

namespace TradingFunctions.Lifecycles;

/// <summary>The newest state of each trade and order, for those who look at them from outside; the orchestrations are the truth.</summary>
public interface ILifecycleSnapshots
{
    /// <param name="id">The id of the trade or order.</param>
    ValueTask SaveAsync(string id, JsonElement state, CancellationToken cancellation);

    /// <summary>The states, in the order of the ids; null for one that is not kept.</summary>
    ValueTask<ImmutableArray<JsonElement?>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
