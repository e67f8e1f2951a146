using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisDeadLettersTests(SharedRedis redis)
{
    private readonly RedisRoom _room = new(redis.Connection);
    private readonly FakeTimeProvider _clock = new(Said.Noon);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private RedisDeadLetters Letters => new(_room.Redis, _room.Keys);

    [Fact]
    public async Task A_message_that_fails_every_time_is_buried_with_its_error_and_handled_when_it_is_replayed()
    {
        var isPoison = true;
        var runner = Runner((message, outbox) => isPoison ? throw new InvalidOperationException("no such symbol") : ValueTask.CompletedTask);
        var message = await _room.AskAsync(1);
        Assert.Equal(HandlingOutcome.Failed, await runner.HandleAsync(await _room.TakeOneAsync(), None));
        Assert.Equal(HandlingOutcome.Failed, await runner.HandleAsync(Assert.Single(await _room.TakeOverdueAsync(RedisRoom.AtOnce)), None));
        Assert.Equal(HandlingOutcome.Buried, await runner.HandleAsync(Assert.Single(await _room.TakeOverdueAsync(RedisRoom.AtOnce)), None));
        Assert.Equal((0, 0), (await _room.LengthAsync(), await _room.PendingAsync()));

        var letter = Assert.Single(await Letters.ListAsync(10));
        Assert.Equal((RedisRoom.Inbox, 3, "InvalidOperationException: no such symbol"), (letter.Inbox, letter.Deliveries, letter.Error));
        Assert.Equal(message.Id, MessageJson.Read(System.Text.Encoding.UTF8.GetBytes(letter.Json)).Id);
        Assert.Equal(letter, await Letters.FindAsync(letter.Id));

        isPoison = false;
        Assert.True(await Letters.ReplayAsync(letter.Id));
        Assert.Equal(0, await Letters.CountAsync());
        var again = await _room.TakeOneAsync();
        Assert.Equal((message.Id, 1), (again.Message.Id, again.Deliveries));
        Assert.Equal(HandlingOutcome.Handled, await runner.HandleAsync(again, None));
        Assert.False(await Letters.ReplayAsync(letter.Id));
    }

    [Fact]
    public async Task A_letter_whose_message_was_handled_meanwhile_is_not_handled_again()
    {
        await _room.AskAsync(1);
        var entry = await _room.TakeOneAsync();
        await _room.Inboxes.BuryAsync(entry, "too slow", None);
        await _room.CommitAsync(entry); // the copy that was too slow
        await Letters.ReplayAsync(Assert.Single(await Letters.ListAsync(10)).Id);
        Assert.Empty(await _room.TakeAsync());
        Assert.Equal(0, await _room.LengthAsync());
    }

    [Fact]
    public async Task A_dropped_letter_is_gone_and_one_that_never_was_cannot_be_dropped_or_replayed()
    {
        await _room.AskAsync(1);
        await _room.Inboxes.BuryAsync(await _room.TakeOneAsync(), "poison", None);
        var letter = Assert.Single(await Letters.ListAsync(10));
        foreach (var unknown in (string[])["", "nonsense", "1-1", "x-y"])
        {
            Assert.False(await Letters.DropAsync(unknown));
            Assert.False(await Letters.ReplayAsync(unknown));
        }
        Assert.True(await Letters.DropAsync(letter.Id));
        Assert.Empty(await Letters.ListAsync(10));
        Assert.Equal(0, await _room.LengthAsync());
    }

    private AgentRunner Runner(Func<Message, Outbox, ValueTask> handle) => new(
        _ => Said.Agent(RedisRoom.Inbox, EventNames.QuoteRequested, handle), _room.Steps, _room.Inboxes, RedisRoom.AtOnce, _clock, NullLogger<AgentRunner>.Instance);
}
