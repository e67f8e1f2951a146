using StackExchange.Redis;

namespace Trading.Runtime.Redis;

/// <summary>Puts a canary into each inbox: a loop that lives takes it out, so that one that stays shows a loop that is dead.</summary>
/// <remarks>A canary is no message and no agent sees it. The sweep takes old ones away without counting them as seen.</remarks>
public sealed class RedisCanaries(IConnectionMultiplexer redis, RedisKeys keys)
{
    private readonly IDatabase _database = redis.GetDatabase();

    /// <summary>Sends one canary, unless the last is still in the inbox.</summary>
    public async ValueTask SendAsync(string inbox) =>
        await RedisScript.Canary.RunAsync(_database, [keys.Canaries, keys.Inbox(inbox)], [inbox, keys.Bell(inbox)]);
}
