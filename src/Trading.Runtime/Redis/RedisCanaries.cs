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

    /// <summary>Sends one canary to each of some inboxes.</summary>
    public async ValueTask SendAsync(ImmutableArray<string> inboxes)
    {
        foreach (var inbox in inboxes) await SendAsync(inbox);
    }

    /// <summary>Sends one canary, unless the last is still in the inbox.</summary>
    public async ValueTask SendAsync(string inbox) =>
        await RedisScript.Canary.RunAsync(_database, [keys.Canaries, keys.Inbox(inbox)], [inbox, keys.Bell(inbox)]);
}
