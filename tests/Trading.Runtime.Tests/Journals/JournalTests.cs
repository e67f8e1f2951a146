using Trading.Breakers;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Trades;
using static Trading.Runtime.Tests.Journals.JournalDesk;

namespace Trading.Runtime.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly MemoryJournalFile _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_message_is_handed_out_only_when_the_step_that_said_it_is_on_the_disk()
    {
        var journal = Journal(_disk, new JournalOptions { Writing = JournalWriting.WhenTold });
        var saying = journal.SayAsync(Signal(1));
        Assert.Empty(await journal.TakeAsync(LifecycleRouting.Name));
        Assert.False(saying.IsCompleted);

        Assert.True(journal.WritePending());

        Assert.Equal(StepOutcome.Committed, await saying);
        Assert.Equal(Signal(1).Id, Assert.Single(await journal.TakeAsync(LifecycleRouting.Name)).Message.Id);
    }

    [Fact]
    public async Task Steps_that_wait_for_the_disk_go_together()
    {
        var journal = Journal(_disk, new JournalOptions { Writing = JournalWriting.WhenTold });
        var waiting = Enumerable.Range(1, 5).Select(i => journal.SayAsync(Signal(i))).ToArray();

        journal.WritePending();
        await Task.WhenAll(waiting);

        Assert.Equal([5], _disk.Transactions);
        Assert.Equal([1L, 2, 3, 4, 5], _disk.Rows.Select(row => row.Sequence));
    }

    [Fact]
    public void What_is_decided_while_a_snapshot_is_written_is_not_in_it()
    {
        SynchronizationContext.SetSynchronizationContext(null); // so that who waits for the disk goes on at once, as a desk does
        var journal = Journal(_disk, new JournalOptions { Writing = JournalWriting.WhenTold, RowsBetweenSnapshots = 1 });
        async Task GoOnAsync()
        {
            await journal.SayAsync(Signal(1));
            await journal.SayAsync(Signal(2));
            await journal.HandleAsync((await journal.TakeAsync(LifecycleRouting.Name))[0]);
        }
        var goingOn = GoOnAsync();

        journal.WritePending();

        Assert.False(goingOn.IsCompleted);
        Assert.Equal(2, _disk.Snapshot!.Value.Sequence);
        Assert.Equal(2, Journal(_disk).WaitingIn(LifecycleRouting.Name));
    }

    [Fact]
    public async Task A_message_that_was_handled_is_known_again_and_not_put_in_twice()
    {
        var journal = Journal(_disk);
        await journal.SayAsync(Signal(1), Signal(1));
        var entry = Assert.Single(await journal.TakeAsync(LifecycleRouting.Name));

        Assert.Equal(StepOutcome.Committed, await journal.HandleAsync(entry));
        Assert.Equal(StepOutcome.AlreadyHandled, await journal.HandleAsync(entry));
        await journal.SayAsync(Signal(1));
        Assert.Empty(await journal.TakeAsync(LifecycleRouting.Name));

        var again = Journal(_disk);
        await again.SayAsync(Signal(1));
        Assert.Empty(await again.TakeAsync(LifecycleRouting.Name));
    }

    [Fact]
    public async Task A_value_changed_by_somebody_else_is_a_conflict_and_stores_nothing()
    {
        var journal = Journal(_disk);
        await journal.SayAsync(Signal(1), Signal(2));
        var entries = await journal.TakeAsync(LifecycleRouting.Name);
        Assert.Equal(StepOutcome.Committed, await journal.HandleAsync(entries[0], new StateWrite(BreakerKey, Breaker(1), 0)));

        Assert.Equal(StepOutcome.Conflict, await journal.HandleAsync(entries[1], new StateWrite(BreakerKey, Breaker(2), 0)));

        Assert.Equal((1L, 1), (await Read(journal)) is var (version, failures) ? (version, failures) : default);
        Assert.False(await journal.IsHandledAsync(entries[1], CancellationToken.None));
        Assert.Equal(2, _disk.Rows.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_restart_finds_values_inboxes_and_dead_letters_as_they_were(int rowsBetweenSnapshots)
    {
        var options = new JournalOptions { Writing = JournalWriting.AtOnce, RowsBetweenSnapshots = rowsBetweenSnapshots };
        var journal = Journal(_disk, options);
        await journal.SayAsync(Signal(1), Signal(2), Signal(3));
        var entries = await journal.TakeAsync(LifecycleRouting.Name);
        await journal.HandleAsync(entries[0], new StateWrite(BreakerKey, Breaker(1), 0));
        await journal.HandleAsync(entries[1], new StateWrite(BreakerKey, Breaker(2), 1));
        await journal.SayAsync(Signal(4));
        await journal.BuryAsync(entries[2], "it does not work", CancellationToken.None);

        var again = Journal(_disk, options);

        Assert.Equal((2L, 2), await Read(again));
        Assert.Equal(Signal(4).Id, Assert.Single(await again.TakeAsync(LifecycleRouting.Name)).Message.Id);
        var letter = Assert.Single(again.DeadLetters);
        Assert.Equal(("lifecycles/1-2", "it does not work", Signal(3).Id), (letter.Id, letter.Error, letter.Message.Id));
        Assert.Equal(rowsBetweenSnapshots == 1 ? 0 : 5, again.Recovered);
        Assert.Empty(Trading.Runtime.Journals.Journal.Verify(_disk));
    }

    [Fact]
    public async Task Market_data_that_came_to_nothing_makes_no_row_and_is_noted_in_the_next()
    {
        var journal = Journal(_disk);
        await journal.SayAsync(Bars(1), Bars(2));
        foreach (var entry in await journal.TakeAsync("strategy")) await journal.HandleAsync(entry);
        Assert.Single(_disk.Rows);
        Assert.Equal(2, (await Journal(_disk).TakeAsync("strategy")).Length);

        await journal.SayAsync(Signal(1));

        Assert.Equal(2, _disk.Rows.Count);
        Assert.Empty(await Journal(_disk).TakeAsync("strategy"));
    }

    [Fact]
    public async Task A_full_disk_stops_the_journal_and_loses_nothing_that_was_acknowledged()
    {
        var journal = Journal(_disk);
        await journal.SayAsync(Signal(1));
        _disk.IsFull = true;

        var stopped = await Assert.ThrowsAsync<JournalStoppedException>(() => journal.SayAsync(Signal(2)));
        Assert.Contains("no room", stopped.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalStoppedException>(() => journal.SayAsync(Signal(3)));
        Assert.Empty(await journal.TakeAsync(LifecycleRouting.Name));
        Assert.True(journal.Stopped.IsCompleted);

        _disk.IsFull = false;
        Assert.Equal(Signal(1).Id, Assert.Single(await Journal(_disk).TakeAsync(LifecycleRouting.Name)).Message.Id);
    }

    [Theory]
    [InlineData(JournalWriting.Together, 1, 0)]
    [InlineData(JournalWriting.Together, 2, 1)] // the first row after a snapshot
    [InlineData(JournalWriting.Together, 100, 3)]
    [InlineData(JournalWriting.AtOnce, 1, 0)]
    [InlineData(JournalWriting.AtOnce, 100, 3)]
    [InlineData(JournalWriting.WhenTold, 100, 0)]
    public async Task A_journal_whose_disk_fails_still_closes_and_answers_all_who_wait(JournalWriting writing, int rowsBetweenSnapshots, int room)
    {
        _disk.Room = room;
        var journal = Journal(_disk, new JournalOptions { Writing = writing, RowsBetweenSnapshots = rowsBetweenSnapshots });
        var saying = Enumerable.Range(1, 6).Select(number => journal.SayAsync(Signal(number))).ToArray();

        await journal.DisposeAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

        foreach (var said in saying)
            if (await Record.ExceptionAsync(() => said.WaitAsync(Patience, TestContext.Current.CancellationToken)) is { } refused) Assert.IsType<JournalStoppedException>(refused);
        Assert.True(_disk.Rows.Count <= room);
        Assert.IsType<JournalStoppedException>(await journal.Stopped);
    }

    [Theory]
    [InlineData(JournalWriting.Together)]
    [InlineData(JournalWriting.WhenTold)]
    public async Task A_step_that_comes_while_the_journal_closes_is_written_or_refused_and_never_left_without_an_answer(JournalWriting writing)
    {
        var journal = Journal(_disk, new JournalOptions { Writing = writing });
        var late = Task.CompletedTask;
        _disk.Meanwhile = () => late = journal.SayAsync(Signal(1));

        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => late.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_row_that_is_not_as_it_was_written_is_refused_and_named()
    {
        var journal = Journal(_disk);
        for (var i = 1; i <= 3; i++) await journal.SayAsync(Signal(i));
        _disk.Rows[1] = _disk.Rows[1] with { Subject = "MSFT" };

        var damaged = Assert.Throws<JournalFileException>(() => Journal(_disk));
        Assert.Equal(JournalFileFault.Damaged, damaged.Fault);
        Assert.StartsWith("Row 2 is not as it was written.", damaged.Message, StringComparison.Ordinal);
        Assert.Equal(["Row 2 is not as it was written."], Trading.Runtime.Journals.Journal.Verify(_disk));

        _disk.Rows.RemoveAt(1);
        Assert.Equal(["Row 2 is missing: the next is 3."], Trading.Runtime.Journals.Journal.Verify(_disk));
    }

    [Fact]
    public async Task Entries_that_a_copy_took_and_never_handled_are_handed_out_again_after_their_rest()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Open);
        var journal = Trading.Runtime.Journals.Journal.Open(_disk, new JournalOptions { Writing = JournalWriting.AtOnce }, clock, Inboxes);
        await journal.SayAsync(Signal(1));
        Assert.Equal(1, Assert.Single(await journal.TakeAsync(LifecycleRouting.Name)).Deliveries);
        var policy = new RedeliveryPolicy { First = TimeSpan.FromSeconds(5) };

        Assert.Empty(await journal.TakeOverdueAsync(LifecycleRouting.Name, "two", policy, 10, CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, Assert.Single(await journal.TakeOverdueAsync(LifecycleRouting.Name, "two", policy, 10, CancellationToken.None)).Deliveries);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(await journal.TakeOverdueAsync(LifecycleRouting.Name, "two", policy, 10, CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Trades_are_after_a_restart_what_they_were_and_late_news_finds_the_ended_ones(int rowsBetweenSnapshots)
    {
        const int Ended = 200; // more than are kept in memory
        var options = new JournalOptions { Writing = JournalWriting.AtOnce, RowsBetweenSnapshots = rowsBetweenSnapshots };
        var lifecycles = new JournalledLifecycles(TradeSettings.Default);
        var journal = Journal(_disk, options, lifecycles);
        await journal.CommitAsync(
            new Step { Agent = lifecycles.Name, Time = Open, Writes = [new StateWrite(JournalledLifecycles.SettingsKey, TradeSettings.Default, 0)] }, CancellationToken.None);
        for (var i = 0; i <= Ended; i++)
        {
            await journal.SayAsync(Signal(i));
            if (i < Ended) await journal.SayAsync(Denied(Signal(i)));
            await journal.RunAsync(lifecycles);
        }
        Assert.Equal(1, lifecycles.LiveTrades);

        var after = new JournalledLifecycles(new TradeSettings { ReviewTimeout = TimeSpan.FromHours(1) });
        var again = Journal(_disk, options, after);

        Assert.Equal(1, after.LiveTrades);
        var live = after.Find(TradeOf(Signal(Ended)))!;
        Assert.Equal(lifecycles.Find(live.Id)!.History, live.History);
        Assert.Equal((TradeState.Signaled, lifecycles.NextWake), (live.State, after.NextWake));
        Assert.Equal(TradeState.Rejected, after.Find(TradeOf(Signal(0)))!.State);
        await again.SayAsync(Denied(Signal(0)) with { Id = MessageId.From("late news") });
        await again.RunAsync(after);
        Assert.Equal(0, after.Unclaimed);
    }

    [Fact]
    public async Task A_step_that_was_not_stored_is_undone_in_the_lifecycles()
    {
        var lifecycles = new JournalledLifecycles(TradeSettings.Default);
        _ = Journal(_disk, lifecycles);
        var outbox = new Trading.Agents.Outbox(lifecycles.Name);
        outbox.Begin(Signal(1), Open);
        await lifecycles.HandleAsync(Signal(1), outbox, CancellationToken.None);
        Assert.Equal(1, lifecycles.LiveTrades);

        Assert.Equal(0, lifecycles.Current().LiveTrades);
        Assert.Null(lifecycles.Find(TradeOf(Signal(1))));
    }

    private static async Task<(long Version, int Failures)> Read(Journal journal) =>
        await journal.LoadAsync<Breaker>(BreakerKey, CancellationToken.None) is var (value, version) ? (version, value?.FailuresInARow ?? 0) : default;
}
