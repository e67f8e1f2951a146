using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;

namespace Trading.Runtime.Redis;

/// <summary>The messages that were given up, of all agents. They are kept until a person replays or drops them.</summary>
public sealed class RedisDeadLetters(IConnectionMultiplexer redis, RedisKeys keys)
{
    private readonly IDatabase _database = redis.GetDatabase();

    public async ValueTask<long> CountAsync() => await _database.StreamLengthAsync(keys.DeadLetters);

    /// <summary>The letters, oldest first.</summary>
    public async ValueTask<ImmutableArray<BuriedMessage>> ListAsync(int most) =>
        [.. (await _database.StreamRangeAsync(keys.DeadLetters, count: most)).Select(Read)];

    /// <summary>The letter, or null when there is none of that id.</summary>
    public async ValueTask<BuriedMessage?> FindAsync(string id) =>
        IsId(id) && await _database.StreamRangeAsync(keys.DeadLetters, id, id) is [var found] ? Read(found) : null;

    /// <summary>Puts a message back into its inbox as new. What was handled meanwhile is not handled again.</summary>
    /// <returns>Whether there was such a letter.</returns>
    public async ValueTask<bool> ReplayAsync(string id)
    {
        if (await FindAsync(id) is not { } letter) return false;
        return (int)await RedisScript.Replay.RunAsync(_database, [keys.DeadLetters, keys.Inbox(letter.Inbox)], [id, keys.Bell(letter.Inbox)]) == 1;
    }

    /// <summary>Forgets a message for good.</summary>
    /// <returns>Whether there was such a letter.</returns>
    public async ValueTask<bool> DropAsync(string id) => IsId(id) && await _database.StreamDeleteAsync(keys.DeadLetters, [id]) == 1;

    private static BuriedMessage Read(StreamEntry entry) => new(
        entry.Id!, entry["inbox"]!, TimeOf(entry.Id!), (int)entry["deliveries"], entry["error"]!, entry["message"]!);

    private static DateTimeOffset TimeOf(string id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture));

    private static bool IsId(string text) => text.Split('-') is [var time, var place] && ulong.TryParse(time, out _) && ulong.TryParse(place, out _);
}
