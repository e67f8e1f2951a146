using System.Collections.Concurrent;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Buses;

namespace Trading.Runtime.Tests.Buses;

public class InProcessBusTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pattern_hears_what_it_matches_in_the_order_it_was_said()
    {
        var heard = new ConcurrentQueue<string>();
        await using var bus = Bus();
        bus.Subscribe(Said.Agent("quotes", "marketdata.quote.*", (message, _) => Note(heard, message)));
        bus.Start();

        for (var i = 0; i < 100; i++) await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, i), None);
        await bus.PublishAsync(Said.Of(EventNames.BarsRequested, 100), None);
        await bus.DrainAsync(None);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), heard);
    }

    [Fact]
    public async Task Draining_waits_for_what_a_message_brings_about()
    {
        var heard = new ConcurrentQueue<string>();
        await using var bus = Bus();
        bus.Subscribe(Said.Agent("first", EventNames.QuoteRequested, async (message, outbox) =>
        {
            await Task.Yield();
            outbox.Say(EventNames.BarsRequested, message.Subject, Scope.Desk, message.Data);
        }));
        bus.Subscribe(Said.Agent("second", EventNames.BarsRequested, async (message, outbox) =>
        {
            await Task.Yield();
            outbox.Say(EventNames.SessionRequested, message.Subject, Scope.Desk, message.Data);
        }));
        bus.Subscribe(Said.Agent("third", EventNames.SessionRequested, (message, _) => Note(heard, message)));
        bus.Start();

        for (var i = 0; i < 50; i++) await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, i), None);
        await bus.DrainAsync(None);

        Assert.Equal(50, heard.Count);
        Assert.Equal(0, bus.Waiting);
    }

    [Fact]
    public async Task A_full_inbox_holds_its_publisher_back()
    {
        var gate = new TaskCompletionSource();
        await using var bus = Bus(capacity: 2);
        bus.Subscribe(Said.Agent("slow", EventNames.QuoteRequested, async (_, _) => await gate.Task));
        bus.Start();

        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 1), None);
        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 2), None);
        var third = bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 3), None).AsTask();
        Assert.False(third.IsCompleted);

        gate.SetResult();
        await third;
        await bus.DrainAsync(None);
    }

    [Fact]
    public async Task Agents_that_answer_each_other_with_full_inboxes_do_not_wait_for_ever()
    {
        var rounds = 0;
        await using var bus = Bus(capacity: 1);
        bus.Subscribe(Said.Agent("ping", EventNames.QuoteRequested, (message, outbox) =>
        {
            if (++rounds < 200) outbox.Say(EventNames.BarsRequested, message.Subject, Scope.Desk, message.Data);
            return ValueTask.CompletedTask;
        }));
        bus.Subscribe(Said.Agent("pong", EventNames.BarsRequested, (message, outbox) =>
        {
            outbox.Say(EventNames.QuoteRequested, message.Subject, Scope.Desk, message.Data);
            return ValueTask.CompletedTask;
        }));
        bus.Start();

        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 1), None);
        await bus.DrainAsync(None);

        Assert.Equal(200, rounds);
    }

    [Fact]
    public async Task A_handler_that_throws_is_tried_again_and_then_its_message_is_a_dead_letter()
    {
        var letters = new ConcurrentQueue<DeadLetter>();
        var tries = 0;
        await using var bus = new InProcessBus(TimeProvider.System, new InProcessBusOptions { MostAttempts = 3, OnDeadLetter = letters.Enqueue });
        bus.Subscribe(Said.Agent("broken", EventNames.QuoteRequested, (_, outbox) =>
        {
            tries++;
            outbox.Say(EventNames.BarsRequested, "never heard", Scope.Desk, new SessionRequested());
            throw new InvalidOperationException("broken");
        }));
        bus.Subscribe(Said.Agent("watcher", EventNames.BarsRequested, (_, _) => throw new InvalidOperationException("a failed handler said something")));
        bus.Start();

        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 1), None);
        await bus.DrainAsync(None);

        Assert.Equal(3, tries);
        var letter = Assert.Single(letters);
        Assert.Equal("broken", letter.Agent);
        Assert.Equal("broken", letter.Error.Message);
    }

    [Fact]
    public async Task Who_subscribes_after_the_start_is_refused()
    {
        await using var bus = Bus();
        bus.Start();
        Assert.Throws<InvalidOperationException>(() => bus.Subscribe(Said.Agent("late", EventNames.QuoteRequested, (_, _) => ValueTask.CompletedTask)));
    }

    [Fact]
    public async Task Who_hears_by_several_patterns_hears_once_and_what_was_said_before_the_start_is_kept()
    {
        var heard = new ConcurrentQueue<string>();
        await using var bus = Bus();
        foreach (var pattern in (EventPattern[])["*.*.*", "marketdata.*.requested"])
            bus.Subscribe(Said.Agent("all", pattern, (message, _) => Note(heard, message)));
        bus.Watch("watcher", EventNames.QuoteRequested, (message, _) => Note(heard, message));
        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 1), None);
        await bus.PublishAsync(Said.Of(EventNames.SessionChanged, 2), None);
        Assert.Equal(4, bus.Waiting);
        bus.Start();
        await bus.DrainAsync(None);
        Assert.Equal(["1", "1", "1", "2"], heard.Order());
    }

    [Fact]
    public async Task A_publisher_that_is_held_back_may_give_up()
    {
        var gate = new TaskCompletionSource();
        var heard = 0;
        await using var bus = Bus(capacity: 1);
        bus.Subscribe(Said.Agent("slow", EventNames.QuoteRequested, async (_, _) =>
        {
            heard++;
            await gate.Task;
        }));
        bus.Start();
        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 1), None);
        using var patience = new CancellationTokenSource();
        var second = bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 2), patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.SetResult();
        await bus.DrainAsync(None);
        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task Agents_that_answer_each_other_with_ever_more_are_stopped()
    {
        var letters = new ConcurrentQueue<DeadLetter>();
        await using var bus = new InProcessBus(TimeProvider.System, new InProcessBusOptions { InboxCapacity = 1, OnDeadLetter = letters.Enqueue });
        bus.Subscribe(Said.Agent("echo", EventNames.QuoteRequested, (message, outbox) =>
        {
            if (message.Subject != "1") return ValueTask.CompletedTask;
            for (var i = 0; i < 300; i++) outbox.Say(EventNames.QuoteRequested, "more", Scope.Desk, message.Data);
            return ValueTask.CompletedTask;
        }));
        bus.Start();
        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 1), None);
        await bus.DrainAsync(None);
        Assert.Contains("agents answer each other without end", Assert.Single(letters).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_fails_once_is_tried_again_and_what_it_said_then_is_heard_once()
    {
        var tries = 0;
        var heard = new ConcurrentQueue<string>();
        await using var bus = Bus();
        bus.Subscribe(Said.Agent("shaky", EventNames.QuoteRequested, (_, outbox) =>
        {
            outbox.Say(EventNames.BarsRequested, "said", Scope.Desk, new SessionRequested());
            return ++tries == 1 ? throw new InvalidOperationException("not yet") : ValueTask.CompletedTask;
        }));
        bus.Subscribe(Said.Agent("hearer", EventNames.BarsRequested, (message, _) => Note(heard, message)));
        bus.Start();
        await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 1), None);
        await bus.DrainAsync(None);
        Assert.Equal((2, "said"), (tries, Assert.Single(heard)));
    }

    [Fact]
    public async Task Stopping_handles_what_was_said_before_and_takes_no_more()
    {
        var heard = new ConcurrentQueue<string>();
        var bus = Bus();
        bus.Subscribe(Said.Agent("slow", EventNames.QuoteRequested, async (message, _) =>
        {
            await Task.Yield();
            heard.Enqueue(message.Subject);
        }));
        bus.Start();
        for (var i = 0; i < 100; i++) await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, i), None);
        await bus.DisposeAsync();
        Assert.Equal(100, heard.Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, 100), None));
        Assert.Equal(0, bus.Waiting);
    }

    [Fact]
    public async Task Many_publishers_at_once_lose_nothing_and_keep_their_order()
    {
        var heard = new ConcurrentQueue<string>();
        await using var bus = Bus(capacity: 8);
        bus.Subscribe(Said.Agent("hearer", EventNames.QuoteRequested, (message, _) => Note(heard, message)));
        bus.Start();
        await Task.WhenAll(Enumerable.Range(1, 4).Select(publisher => Task.Run(
            async () =>
            {
                for (var i = 0; i < 500; i++) await bus.PublishAsync(Said.Of(EventNames.QuoteRequested, (publisher * 1000) + i), None);
            },
            None)));
        await bus.DrainAsync(None);
        Assert.Equal(2000, heard.Distinct().Count());
        foreach (var own in heard.GroupBy(subject => subject[0])) Assert.Equal(own.Order(StringComparer.Ordinal), own);
    }

    private static InProcessBus Bus(int capacity = 4096) => new(TimeProvider.System, new InProcessBusOptions
    {
        InboxCapacity = capacity,
        OnDeadLetter = letter => throw new InvalidOperationException("a message died", letter.Error),
    });

    private static ValueTask Note(ConcurrentQueue<string> heard, Message message)
    {
        heard.Enqueue(message.Subject);
        return ValueTask.CompletedTask;
    }
}
