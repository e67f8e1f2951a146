using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisWatchTests(SharedRedis redis)
{
    private readonly RedisRoom _room = new(redis.Connection);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watcher_hears_what_its_pattern_matches_and_has_no_inbox()
    {
        await using var watch = await RedisWatch.OpenAsync(_room.Redis, _room.Keys, "*.quote.*");
        await _room.Steps.PublishAsync(RedisRoom.Bars(1), None);
        await _room.Steps.PublishAsync(Said.Of(EventNames.SessionRequested, 2) with { Data = new SessionRequested() }, None);
        var quote = await _room.AskAsync(3);

        Assert.Equal(MessageJson.Write(quote), MessageJson.Write(await FirstAsync(watch)));
        Assert.Equal(0, watch.Missed);
    }

    [Fact]
    public async Task A_watcher_hears_what_a_step_says_and_nothing_of_one_that_was_not_stored()
    {
        await using var watch = await RedisWatch.OpenAsync(_room.Redis, _room.Keys, "*.*.*");
        await _room.AskAsync(1);
        await _room.AskAsync(1);
        var twice = await _room.TakeAsync();
        Assert.Equal("1", (await FirstAsync(watch)).Subject);
        Assert.Equal("1", (await FirstAsync(watch)).Subject);
        await _room.CommitAsync(twice[0], RedisRoom.Bars(1));
        await _room.CommitAsync(twice[1], RedisRoom.Bars(2));
        await _room.AskAsync(2);
        Assert.Equal([RedisRoom.Bars(1).Id, Said.Of(EventNames.QuoteRequested, 2).Id], [(await FirstAsync(watch)).Id, (await FirstAsync(watch)).Id]);
    }

    [Fact]
    public async Task Environments_do_not_hear_each_other()
    {
        var other = new RedisRoom(redis.Connection);
        await using var watch = await RedisWatch.OpenAsync(_room.Redis, _room.Keys, "*.*.*");
        await other.AskAsync(1);
        await _room.AskAsync(2);
        Assert.Equal("2", (await FirstAsync(watch)).Subject);
        Assert.Equal(1, await other.LengthAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_counted_and_the_watch_goes_on()
    {
        await using var watch = await RedisWatch.OpenAsync(_room.Redis, _room.Keys, "marketdata.*.*");
        await _room.Database.PublishAsync(StackExchange.Redis.RedisChannel.Literal(_room.Keys.Channel(EventNames.QuoteRequested)), "nonsense");
        await _room.AskAsync(1);
        Assert.Equal("1", (await FirstAsync(watch)).Subject);
        Assert.Equal(1, watch.Missed);
    }

    private static async Task<Message> FirstAsync(RedisWatch watch)
    {
        await foreach (var message in watch.ReadAllAsync(None)) return message;
        throw new InvalidOperationException("The watch has ended.");
    }
}
