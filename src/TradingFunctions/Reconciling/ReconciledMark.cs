using System.Globalization;
using StackExchange.Redis;
using Trading.Runtime.Redis;

namespace TradingFunctions.Reconciling;

/// <summary>When the desk and its broker agreed last, shared by all instances. Gone with the data of Redis, as it should be.</summary>
public sealed class ReconciledMark(IConnectionMultiplexer redis, RedisKeys keys, DeskSettings settings, TimeProvider clock)
{
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private readonly RedisKey _key = $"{keys.Prefix}reconciled:{settings.Desk.Account}";

    public async ValueTask SetAsync(DateTimeOffset now) =>
        await redis.GetDatabase().StringSetAsync(_key, now.UtcTicks.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether they have agreed since this instance began.</summary>
    public async ValueTask<bool> IsSetAsync() =>
        await redis.GetDatabase().StringGetAsync(_key) is { IsNull: false } ticks && (long)ticks >= _began.UtcTicks;
}
