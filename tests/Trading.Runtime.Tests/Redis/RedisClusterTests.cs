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

        await room.AskAsync(1);
        await room.AskAsync(2);
        var outcome = await room.Steps.CommitAsync(
            RedisRoom.StepOf(await room.TakeOneAsync()) with { Writes = [new StateWrite(new("breaker", "x"), Breaker.StartingAt(Said.Noon), 0)], Said = [RedisRoom.Bars(1)] }, None);
        Assert.Equal(StepOutcome.Committed, outcome);
        await room.TakeOneAsync();
        await room.Inboxes.BuryAsync(Assert.Single(await room.TakeOverdueAsync(RedisRoom.AtOnce)), "poison", None);
        Assert.Equal((0, 1), (await room.LengthAsync(), await room.Database.StreamLengthAsync(room.Keys.DeadLetters)));
    }

    private static IEnumerable<RedisKey> AllOf(RedisKeys keys) =>
    [
        keys.DeadLetters, keys.Canaries, keys.State(new StateKey("portfolio", "paper")), keys.State(new StateKey("book", "{x}")), keys.Bars("AAPL", BarPeriod.Minute),
        .. InboxRoutes.Desk.Inboxes.SelectMany(inbox => (RedisKey[])[keys.Inbox(inbox), keys.Handled(inbox)]),
    ];

    private static async Task<int> SlotAsync(ConnectionMultiplexer redis, RedisKey key) => (int)await redis.GetServers()[0].ExecuteAsync("CLUSTER", "KEYSLOT", (string)key!);
}
