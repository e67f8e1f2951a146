using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Orders;
using Trading.Runtime.Redis;

namespace TradingFunctions.Brokers;

/// <summary>What was sent to Schwab under which id of ours, in Redis beside the desk's shared state.</summary>
/// <remarks>A store of its own, as the core does not know how these values are written. Where Redis does not answer its exceptions go on.</remarks>
public sealed class SchwabOrderStore(IConnectionMultiplexer redis, RedisKeys keys) : IStateStore
{
    private static readonly RedisValue[] VersionAndValue = ["version", "value"];
    private static readonly JsonSerializerOptions Json = MakeOptions();

    private readonly IDatabase _database = redis.GetDatabase();

    public async ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        cancellation.ThrowIfCancellationRequested();
        var stored = await _database.HashGetAsync(keys.State(key), VersionAndValue);
        return stored[0].IsNull ? default : new Versioned<T>(Read<T>((string)stored[1]!), (long)stored[0]);
    }

    public async ValueTask<bool> TrySaveAsync<T>(StateKey key, T value, long expectedVersion, CancellationToken cancellation)
        where T : class
    {
        cancellation.ThrowIfCancellationRequested();
        var name = keys.State(key);
        var change = _database.CreateTransaction();
        change.AddCondition(expectedVersion == 0 ? Condition.KeyNotExists(name) : Condition.HashEqual(name, "version", expectedVersion));
        _ = change.HashSetAsync(name, [new HashEntry("version", expectedVersion + 1), new HashEntry("value", Write(value))]);
        return await change.ExecuteAsync();
    }

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    internal static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json)!;

    private static JsonSerializerOptions MakeOptions()
    {
        var own = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutUnknownFills } };
        return new JsonSerializerOptions(TradingJson.Options) { TypeInfoResolver = JsonTypeInfoResolver.Combine(TradingJson.Options.TypeInfoResolver, own) };
    }

    /// <summary>Fills that are not known yet are not the same as none, and have no JSON.</summary>
    private static void LeaveOutUnknownFills(JsonTypeInfo type)
    {
        if (type.Type != typeof(SchwabOrderLink)) return;
        foreach (var property in type.Properties)
            if (property.PropertyType == typeof(ImmutableArray<Fill>)) property.ShouldSerialize = static (_, value) => value is ImmutableArray<Fill> { IsDefault: false };
    }
}
