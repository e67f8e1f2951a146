using System.Collections.Immutable;
using System.Diagnostics;
using StackExchange.Redis;

namespace Trading.Runtime.Redis;

/// <summary>Looks whether Redis answers and the inboxes are worked off.</summary>
public sealed class RedisHealth(IConnectionMultiplexer redis, RedisKeys keys)
{
    private const int OfInbox = 5;

    private readonly IDatabase _database = redis.GetDatabase();

    /// <summary>Asks Redis, in one round trip. That it does not answer is a problem in the report, not an exception.</summary>
    public async ValueTask<RedisHealthReport> CheckAsync(ImmutableArray<string> inboxes, RedisHealthLimits limits)
    {
        var began = Stopwatch.GetTimestamp();
        long[] answer;
        try
        {
            answer = (long[])(await RedisScript.Health.RunAsync(
                _database, [keys.Canaries, keys.DeadLetters, .. inboxes.Select(keys.Inbox)], [RedisInboxes.Group, .. inboxes.Select(name => (RedisValue)name)]))!;
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return new RedisHealthReport(null, 0, [], [new RedisProblem(RedisProblem.Away, "", $"Redis does not answer: {away.Message}")]);
        }
        ImmutableArray<InboxHealth> stand = [.. inboxes.Select((inbox, i) => Read(inbox, answer[0], answer.AsSpan(2 + OfInbox * i, OfInbox)))];
        return new RedisHealthReport(Stopwatch.GetElapsedTime(began), answer[1], stand, [.. ProblemsOf(stand, answer[1], limits)]);
    }

    private static InboxHealth Read(string inbox, long now, ReadOnlySpan<long> told) => new(
        inbox, told[0], told[2], Since(now, told[1]), Since(now, told[3]), told[4] < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(told[4]));

    private static TimeSpan? Since(long now, long then) => then < 0 ? null : TimeSpan.FromMilliseconds(Math.Max(0, now - then));

    private static IEnumerable<RedisProblem> ProblemsOf(ImmutableArray<InboxHealth> inboxes, long deadLetters, RedisHealthLimits limits)
    {
        foreach (var inbox in inboxes)
        {
            if (inbox.CanaryUnseenFor > limits.CanaryWithin)
                yield return new(RedisProblem.LoopDead, inbox.Inbox, $"Nobody has taken the canary out of the inbox of {inbox.Inbox} for {inbox.CanaryUnseenFor:c}: start {inbox.Inbox}, or start it again.");
            if (inbox.Oldest > limits.Oldest)
                yield return new(RedisProblem.Behind, inbox.Inbox, $"The oldest message for {inbox.Inbox} has waited for {inbox.Oldest:c}: it is too slow, fails, or does not run.");
            if (inbox.Waiting > limits.MostWaiting)
                yield return new(RedisProblem.Full, inbox.Inbox, $"{inbox.Waiting} messages wait for {inbox.Inbox}: run more copies of it, and see that Redis has memory.");
        }
        if (deadLetters > 0) yield return new(RedisProblem.DeadLetters, "", $"{deadLetters} messages were given up: see trading deadletters list.");
    }
}
