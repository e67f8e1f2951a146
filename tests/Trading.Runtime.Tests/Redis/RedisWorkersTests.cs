using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents;
using Trading.Breakers;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

/// <summary>Copies of an agent at work on one inbox, with real time and a real server.</summary>
[Collection<RedisCollection>]
public class RedisWorkersTests(SharedRedis redis)
{
    private static readonly RedeliveryPolicy Soon = new() { First = TimeSpan.FromMilliseconds(200), Longest = TimeSpan.FromMilliseconds(200), MostDeliveries = 100 };
    private static readonly InboxWorkerOptions Quick = new()
    {
        SweepEvery = TimeSpan.FromMilliseconds(50),
        LookEvery = TimeSpan.FromMilliseconds(50),
        LongestRest = TimeSpan.FromMilliseconds(200),
        RetryTickAfter = TimeSpan.FromMilliseconds(50),
        StopWithin = TimeSpan.FromSeconds(10),
    };

    private readonly RedisRoom _room = new(redis.Connection);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copies_share_the_work_and_each_message_has_its_effect_once()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        Task[] copies = [RunAsync(_room, "one", Count, stop.Token), RunAsync(_room, "two", Count, stop.Token)];
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _room.AskAsync(i)));
        await Until.TrueAsync(async () => await CountAsync(_room) == 200 && await _room.LengthAsync() == 0);
        await stop.CancelAsync();
        await Task.WhenAll(copies);
        Assert.Equal(200, await CountAsync(_room));
    }

    [Fact]
    public async Task What_a_copy_had_in_hand_when_it_was_killed_is_handled_by_another()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        for (var i = 0; i < 5; i++) await _room.AskAsync(i);
        Assert.Equal(3, (await _room.TakeAsync("killed", 3)).Length); // taken, and never heard of again
        var copy = RunAsync(_room, "two", Count, stop.Token);
        await Until.TrueAsync(async () => await CountAsync(_room) == 5 && await _room.LengthAsync() == 0);
        await stop.CancelAsync();
        await copy;
    }

    [Fact]
    public async Task A_copy_that_is_stopped_finishes_what_it_has_in_hand()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        TaskCompletionSource began = new(), goOn = new();
        for (var i = 0; i < 3; i++) await _room.AskAsync(i);
        var copy = RunAsync(_room, "one", async (store, message) => { began.TrySetResult(); await goOn.Task; await Count(store, message); }, stop.Token);
        await began.Task;
        await stop.CancelAsync();
        Assert.False(copy.IsCompleted);
        goOn.SetResult();
        await copy;
        Assert.Equal((await CountAsync(_room), 0), (3 - await _room.LengthAsync(), await _room.PendingAsync()));
    }

    [Fact]
    public async Task An_idle_copy_is_woken_by_the_bell_and_not_by_its_clock()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        var heard = new TaskCompletionSource();
        var never = Quick with { LookEvery = TimeSpan.FromHours(1), SweepEvery = TimeSpan.FromHours(1) };
        var copy = RunAsync(_room, "one", (_, _) => { heard.TrySetResult(); return ValueTask.CompletedTask; }, stop.Token, never);
        await Until.TrueAsync(async () => (int)await _room.Database.ExecuteAsync("EXISTS", _room.Keys.Inbox(RedisRoom.Inbox)) == 1);
        await _room.AskAsync(1);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30), None);
        await stop.CancelAsync();
        await copy;
    }

    [Fact]
    public async Task A_tick_is_committed_as_a_step_and_two_copies_say_the_same_messages()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        var tick = new AgentTick("beat", TimeSpan.FromMilliseconds(100), (_, outbox, from, to, _) =>
        {
            Assert.True(from < to);
            outbox.Say(EventNames.QuoteRequested, "tick", Scope.Desk, new MarketData.QuoteRequested("AAPL"));
            return ValueTask.CompletedTask;
        });
        var heard = new ConcurrentDictionary<MessageId, int>();
        ValueTask Hear(IStateStore _, Message message) { heard.AddOrUpdate(message.Id, 1, (_, count) => count + 1); return ValueTask.CompletedTask; }
        Task[] copies = [RunAsync(_room, "one", Hear, stop.Token, tick: tick), RunAsync(_room, "two", Hear, stop.Token, tick: tick)];
        await Until.TrueAsync(() => Task.FromResult(heard.Count >= 5));
        await stop.CancelAsync();
        await Task.WhenAll(copies);
        Assert.Equal(await _room.Database.SortedSetLengthAsync(_room.Keys.Handled(RedisRoom.Inbox)), heard.Count);
    }

    [Fact]
    public async Task Redis_that_is_killed_and_comes_back_has_lost_nothing_and_does_nothing_twice()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var connection = await server.ConnectAsync();
        var room = new RedisRoom(connection);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        Task[] copies = [RunAsync(room, "one", Count, stop.Token), RunAsync(room, "two", Count, stop.Token)];
        for (var round = 0; round < 3; round++)
        {
            var asking = Task.WhenAll(Enumerable.Range(100 * round, 100).Select(i => AskUntilToldAsync(room, i)));
            var half = 100 * round + 30;
            await Until.TrueAsync(async () => await CountAsync(room) >= half);
            await server.KillAsync();
            await server.RestartAsync();
            await asking;
        }
        await Until.TrueAsync(async () => (Handled: await CountAsync(room), Left: await LengthAsync(room)), stand => stand is { Handled: >= 300, Left: 0 });
        await stop.CancelAsync();
        await Task.WhenAll(copies);
        Assert.Equal(300, await CountAsync(room));
        Assert.Equal(0, await room.Database.StreamLengthAsync(room.Keys.DeadLetters));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_done_again_and_found_handled()
    {
        var answers = new LostAnswers(_room.Steps);
        var runner = new AgentRunner(
            store => new Counter(store, Count), answers, _room.Inboxes, RedisRoom.AtOnce, TimeProvider.System, NullLogger<AgentRunner>.Instance);
        await _room.AskAsync(1);
        Assert.Equal(HandlingOutcome.Failed, await runner.HandleAsync(await _room.TakeOneAsync(), None));
        Assert.Equal(1, answers.Lost);
        Assert.Empty(await _room.TakeOverdueAsync(RedisRoom.AtOnce));
        await _room.AskAsync(1);
        Assert.Empty(await _room.TakeAsync());
        Assert.Equal((1, 0), (await CountAsync(_room), await _room.LengthAsync()));
    }

    [Fact]
    public async Task An_agent_that_fails_lets_go_of_the_entry_as_failed_and_one_that_dies_does_not()
    {
        var runner = new AgentRunner(
            store => new Counter(store, (_, _) => throw new InvalidOperationException("not today")), _room.Steps, _room.Inboxes, Soon, TimeProvider.System, NullLogger<AgentRunner>.Instance);
        await _room.AskAsync(1);
        await _room.AskAsync(2);
        var taken = await _room.TakeAsync("one");
        Assert.Equal(HandlingOutcome.Failed, await runner.HandleAsync(taken[0], None));
        var held = await _room.Database.StreamPendingMessagesAsync(_room.Keys.Inbox(RedisRoom.Inbox), RedisInboxes.Group, 10, StackExchange.Redis.RedisValue.Null);
        Assert.Equal(["failed", "one"], held.Select(entry => (string)entry.ConsumerName!));
    }

    [Fact]
    public async Task A_connection_that_breaks_between_is_made_again()
    {
        await using var own = await redis.Server.ConnectAsync();
        var room = new RedisRoom(own);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(None);
        var copy = RunAsync(room, "one", Count, stop.Token);
        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < 10; i++) await AskUntilToldAsync(room, 10 * round + i);
            await Until.TrueAsync(async () => await CountAsync(room) == 10 * round);
            await redis.Connection.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            await redis.Connection.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        }
        await stop.CancelAsync();
        await copy;
    }

    /// <summary>Counts each message in a shared value, so that one that is handled twice shows.</summary>
    private static async ValueTask Count(IStateStore store, Message message)
    {
        var (value, version) = await store.LoadAsync<Breaker>(Total, None);
        var counted = (value ?? Breaker.StartingAt(Said.Noon)) with { Generation = (value?.Generation ?? 0) + 1 };
        Assert.True(await store.TrySaveAsync(Total, counted, version, None));
    }

    private static StateKey Total { get; } = new("test", "total");

    private static async Task<long> CountAsync(RedisRoom room)
    {
        try
        {
            return (await room.Steps.LoadAsync<Breaker>(Total, None)).Value?.Generation ?? 0;
        }
        catch (Exception away) when (away is StackExchange.Redis.RedisException or TimeoutException)
        {
            return -1;
        }
    }

    private static async Task<long> LengthAsync(RedisRoom room)
    {
        try
        {
            return await room.LengthAsync();
        }
        catch (Exception away) when (away is StackExchange.Redis.RedisException or TimeoutException)
        {
            return -1;
        }
    }

    private static async Task AskUntilToldAsync(RedisRoom room, int number) => await Until.TrueAsync(async () =>
    {
        try
        {
            await room.AskAsync(number);
            return true;
        }
        catch (Exception away) when (away is StackExchange.Redis.RedisException or TimeoutException)
        {
            return false;
        }
    });

    private static async Task RunAsync(
        RedisRoom room, string consumer, Func<IStateStore, Message, ValueTask> handle, CancellationToken stopping, InboxWorkerOptions? options = null, AgentTick? tick = null)
    {
        var runner = new AgentRunner(store => new Counter(store, handle), room.Steps, room.Inboxes, Soon, TimeProvider.System, NullLogger<AgentRunner>.Instance);
        var worker = new InboxWorker(
            consumer, runner, room.Inboxes, Soon, options ?? Quick, tick is null ? [] : [tick], TimeProvider.System, NullLogger<InboxWorker>.Instance);
        await using var bell = await room.Inboxes.ListenAsync(RedisRoom.Inbox, TimeProvider.System);
        await worker.RunAsync(bell, stopping);
    }

    private sealed class Counter(IStateStore store, Func<IStateStore, Message, ValueTask> handle) : IAgent
    {
        public string Name => RedisRoom.Inbox;

        public System.Collections.Immutable.ImmutableArray<EventPattern> Hears => [EventNames.QuoteRequested];

        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => handle(store, message);
    }

    /// <summary>Stores the first step, and loses the answer.</summary>
    private sealed class LostAnswers(IStepStore steps) : IStepStore
    {
        public int Lost { get; private set; }

        public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
            where T : class => steps.LoadAsync<T>(key, cancellation);

        public ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation) => steps.IsHandledAsync(entry, cancellation);

        public async ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation)
        {
            var outcome = await steps.CommitAsync(step, cancellation);
            return Lost++ == 0 ? throw new TimeoutException("the answer was lost") : outcome;
        }
    }
}
