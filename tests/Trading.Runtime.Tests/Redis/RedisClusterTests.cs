using System.Reflection;
using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisClusterTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_environment_lies_in_one_slot_and_its_scripts_run_on_a_cluster()
    {
        await using var server = await RedisServer.StartAsync("--cluster-enabled", "yes");
        await using var redis = await server.ConnectAsync();
        await redis.GetServers()[0].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        await Until.TrueAsync(async () => ((string)(await redis.GetServers()[0].ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal));
        await redis.ConfigureAsync();
        var room = new RedisRoom(redis);

        Assert.Equal([await SlotAsync(redis, room.Keys.DeadLetters)], (await Task.WhenAll(AllOf(room.Keys).Select(key => SlotAsync(redis, key)))).Distinct());
        Assert.NotEqual(await SlotAsync(redis, room.Keys.DeadLetters), await SlotAsync(redis, new RedisKeys("live").DeadLetters));

        await LiveAsync(room);

        var known = (RedisResult[])(await redis.GetServers()[0].ExecuteAsync("SCRIPT", ["EXISTS", .. Scripts.Select(script => script.Digest)]))!;
        Assert.True(Scripts.Length >= 11, "every script is a property");
        Assert.All(known.Zip(Scripts), script => Assert.True((int)script.First == 1, $"{script.Second.Digest} was not run"));
    }

    private static RedisScript[] Scripts { get; } =
        [.. typeof(RedisScript).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)).OfType<RedisScript>()];

    /// <summary>All that a desk does with Redis.</summary>
    private static async Task LiveAsync(RedisRoom room)
    {
        var redis = room.Redis;
        await using var watch = await RedisWatch.OpenAsync(redis, room.Keys, "marketdata.*.*");
        await using var bell = await room.Inboxes.ListenAsync(RedisRoom.Inbox, TimeProvider.System);
        await room.AskAsync(1);
        await bell.WaitAsync(TimeSpan.FromMinutes(1), None);
        await using var heard = watch.ReadAllAsync(None).GetAsyncEnumerator(None);
        Assert.True(await heard.MoveNextAsync());

        await room.AskAsync(2);
        await room.AskAsync(3);
        var outcome = await room.Steps.CommitAsync(
            RedisRoom.StepOf(await room.TakeOneAsync()) with { Writes = [new StateWrite(new("breaker", "x"), Breaker.StartingAt(Said.Noon), 0)], Said = [RedisRoom.Bars(1)] }, None);
        Assert.Equal(StepOutcome.Committed, outcome);
        var last = (await room.Database.StreamRangeAsync(room.Keys.Inbox(RedisRoom.Inbox)))[^1].Id;
        var claimed = await room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", last!, None);
        await room.Inboxes.NoteFailureAsync(claimed!, None);
        foreach (var overdue in await room.TakeOverdueAsync(RedisRoom.AtOnce)) await room.Inboxes.BuryAsync(overdue, "poison", None);

        var letters = new RedisDeadLetters(redis, room.Keys);
        var buried = await letters.ListAsync(10);
        Assert.Equal((0, 2), (await room.LengthAsync(), buried.Length));
        Assert.True(await letters.ReplayAsync(buried[0].Id));
        Assert.True(await letters.DropAsync(buried[1].Id));
        await room.Inboxes.DropAsync(await room.TakeOneAsync(), None);

        Assert.Null(await new LifecycleLease(redis, room.Keys, LifecycleLease.Agents).TakeAsync());

        var canaries = new RedisCanaries(redis, room.Keys);
        for (var i = 0; i < 2; i++) await canaries.SendWhenDueAsync([RedisRoom.Inbox]);
        var health = await new RedisHealth(redis, room.Keys).CheckAsync(InboxRoutes.Desk.Inboxes, RedisHealthLimits.Default);
        Assert.True(health.IsWell, string.Join('\n', health.Problems));
        Assert.Equal(1, health.Inboxes.Single(inbox => inbox.Inbox == RedisRoom.Inbox).Waiting);
        Assert.Empty(await room.TakeAsync());

        var history = new RedisBarHistory(redis, room.Keys, 10);
        await history.AddAsync("AAPL", BarPeriod.Minute, [new Bar(Said.Noon, Said.Noon.AddMinutes(1), Price.Parse("1"), Price.Parse("1"), Price.Parse("1"), Price.Parse("1"), 1)]);
        Assert.Single(await history.LastAsync("AAPL", BarPeriod.Minute, Said.Noon.AddMinutes(1), 10, None));
    }

    private static IEnumerable<RedisKey> AllOf(RedisKeys keys) =>
    [
        keys.DeadLetters, keys.Canaries, keys.Lifecycles, keys.State(new StateKey("portfolio", "paper")), keys.State(new StateKey("book", "{x}")), keys.Bars("AAPL", BarPeriod.Minute),
        .. InboxRoutes.Desk.Inboxes.SelectMany(inbox => (RedisKey[])[keys.Inbox(inbox), keys.Handled(inbox)]),
    ];

    private static async Task<int> SlotAsync(ConnectionMultiplexer redis, RedisKey key) => (int)await redis.GetServers()[0].ExecuteAsync("CLUSTER", "KEYSLOT", (string)key!);
}
