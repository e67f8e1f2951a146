using System.Collections.Immutable;
using StackExchange.Redis;

namespace Trading.Runtime.Redis;

/// <summary>Puts a canary into each inbox: a loop that lives takes it out, so that one that stays shows a loop that is dead.</summary>
/// <remarks>A canary is no message and no agent sees it. The sweep takes old ones away without counting them as seen.</remarks>
public sealed class RedisCanaries(IConnectionMultiplexer redis, RedisKeys keys)
{
    /// <summary>How often a desk sends one to each inbox.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly IDatabase _database = redis.GetDatabase();
    private long? _sent;

    /// <summary>Sends one canary to each of some inboxes, and nothing when it did so a moment ago: by the clock on the wall, in whichever time the desk lives.</summary>
    public async ValueTask SendWhenDueAsync(ImmutableArray<string> inboxes)
    {
        if (_sent is { } sent && TimeProvider.System.GetElapsedTime(sent) < Every) return;
        foreach (var inbox in inboxes) await SendAsync(inbox);
        _sent = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Sends one canary, unless the last is still in the inbox.</summary>
    public async ValueTask SendAsync(string inbox) =>
        await RedisScript.Canary.RunAsync(_database, [keys.Canaries, keys.Inbox(inbox)], [inbox, keys.Bell(inbox)]);
}
