using System.Collections.Immutable;
using System.Text.Json;
using StackExchange.Redis;
using Trading.Runtime.Redis;

namespace TradingFunctions.Lifecycles;

/// <summary>The newest state of each trade and order in Redis, forgotten some weeks after the last change.</summary>
/// <remarks>Where Redis does not answer its exceptions go on.</remarks>
public sealed class RedisSnapshots(IConnectionMultiplexer redis, RedisKeys keys) : ILifecycleSnapshots
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private readonly IDatabase _database = redis.GetDatabase();

    public async ValueTask SaveAsync(string id, JsonElement state, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await _database.StringSetAsync(KeyOf(id), state.GetRawText(), KeptFor);
    }

    public async ValueTask<ImmutableArray<JsonElement?>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (ids.Count == 0) return [];
        var found = await _database.StringGetAsync([.. ids.Select(KeyOf)]);
        return [.. found.Select(text => text.IsNull ? default(JsonElement?) : JsonElement.Parse((string)text!))];
    }

    private RedisKey KeyOf(string id) => $"{keys.Prefix}lifecycle:{id}";
}
