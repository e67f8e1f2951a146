using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Tests.Buses;

namespace Trading.Runtime.Tests.Redis;

[Collection<RedisCollection>]
public class RedisInboxesTests(SharedRedis redis)
{
    /// <summary>Longer than any test takes.</summary>
    private static readonly RedeliveryPolicy Never = new() { First = TimeSpan.FromHours(1), Longest = TimeSpan.FromHours(1) };

    private static readonly RedeliveryPolicy Minutes = new() { First = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromMinutes(30) };

    private readonly RedisRoom _room = new(redis.Connection);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_taken_from_an_inbox_that_never_was() => Assert.Empty(await _room.TakeAsync());

    [Fact]
    public async Task Nothing_is_overdue_in_an_inbox_that_never_was() => Assert.Empty(await _room.TakeOverdueAsync(RedisRoom.AtOnce));

    [Fact]
    public async Task Copies_share_what_is_new_and_nothing_goes_to_two_of_them()
    {
        for (var i = 0; i < 10; i++) await _room.AskAsync(i);
        var one = await _room.TakeAsync("one", 6);
        var two = await _room.TakeAsync("two", 6);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), one.Concat(two).Select(entry => entry.Message.Subject));
        Assert.Equal((6, 4), (one.Length, two.Length));
        Assert.Empty(await _room.TakeAsync("three"));
    }

    [Fact]
    public async Task What_was_said_before_anybody_listened_is_taken()
    {
        await _room.AskAsync(1);
        Assert.Equal("1", (await _room.TakeOneAsync()).Message.Subject);
    }

    [Fact]
    public async Task A_message_that_was_handled_is_not_handed_out_again_and_what_lies_behind_it_is()
    {
        await _room.AskAsync(1);
        await _room.CommitAsync(await _room.TakeOneAsync());
        await _room.AskAsync(1);
        await _room.AskAsync(2);
        Assert.Equal("2", (await _room.TakeOneAsync()).Message.Subject);
        Assert.Equal(1, await _room.LengthAsync());
    }

    [Fact]
    public async Task What_a_copy_did_not_handle_in_time_goes_to_another_which_counts_on()
    {
        await _room.AskAsync(1);
        var first = await _room.TakeOneAsync("dead");
        Assert.Empty(await _room.TakeOverdueAsync(Never));
        for (var delivery = 2; delivery < 5; delivery++)
        {
            var again = Assert.Single(await _room.TakeOverdueAsync(RedisRoom.AtOnce));
            Assert.Equal((first.EntryId, delivery, true), (again.EntryId, again.Deliveries, again.IsKnownUnhandled));
        }
        Assert.Empty(await _room.TakeOverdueAsync(Never));
    }

    [Fact]
    public async Task How_long_an_entry_rests_that_copies_failed_on_grows_with_its_deliveries()
    {
        var entry = await TakeOneOfLongAgoAsync();
        foreach (var (deliveries, minutes) in ((int, int)[])[(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (9, 30)])
        {
            await AssertRestsAsync(entry with { Deliveries = deliveries }, minutes, hasFailed: true);
        }
    }

    [Fact]
    public async Task An_entry_that_copies_died_with_is_handed_out_soon_again_until_it_seems_to_kill_them()
    {
        var entry = await TakeOneOfLongAgoAsync();
        foreach (var (deliveries, minutes) in ((int, int)[])[(1, 1), (2, 2), (3, 2), (4, 2), (5, 4), (6, 8), (20, 30)])
        {
            await AssertRestsAsync(entry with { Deliveries = deliveries }, minutes, hasFailed: false);
        }
    }

    [Fact]
    public async Task A_failure_is_not_noted_of_an_entry_that_is_in_the_hand_of_another_by_now()
    {
        var entry = await TakeOneOfLongAgoAsync();
        await RestAsync(entry, deliveries: 4, TimeSpan.FromMinutes(3));
        await _room.Inboxes.NoteFailureAsync(entry with { Deliveries = 3 }, None);
        Assert.Single(await _room.TakeOverdueAsync(Minutes));

        await _room.CommitAsync(entry);
        await _room.Inboxes.NoteFailureAsync(entry with { Deliveries = 5 }, None);
        Assert.Equal((0, 0), (await _room.LengthAsync(), await _room.PendingAsync()));
    }

    [Fact]
    public async Task An_overdue_message_that_was_handled_after_all_is_dropped()
    {
        await _room.AskAsync(1);
        await _room.AskAsync(1);
        var twice = await _room.TakeAsync();
        await _room.CommitAsync(twice[0]);
        Assert.Empty(await _room.TakeOverdueAsync(RedisRoom.AtOnce));
        Assert.Equal((0, 0), (await _room.LengthAsync(), await _room.PendingAsync()));
    }

    [Fact]
    public async Task What_nobody_took_for_long_is_overdue_and_not_new_any_more()
    {
        for (var i = 0; i < 5; i++) await _room.AskAsync(i);
        var overdue = await _room.TakeOverdueAsync(RedisRoom.AtOnce, most: 3);
        Assert.Equal(["0", "1", "2"], overdue.Select(entry => entry.Message.Subject));
        Assert.All(overdue, entry => Assert.Equal(1, entry.Deliveries));
        Assert.Equal(["3", "4"], (await _room.TakeAsync()).Select(entry => entry.Message.Subject));
    }

    [Fact]
    public async Task What_another_group_acknowledged_without_a_record_is_found_by_the_sweep()
    {
        const string trigger = "Functions.Risk";
        for (var i = 0; i < 3; i++) await _room.AskAsync(i);
        await _room.Database.StreamCreateConsumerGroupAsync(_room.Keys.Inbox(RedisRoom.Inbox), trigger, "0");
        var told = await _room.Database.StreamReadGroupAsync(_room.Keys.Inbox(RedisRoom.Inbox), trigger, "host", ">");
        await _room.Database.StreamAcknowledgeAsync(_room.Keys.Inbox(RedisRoom.Inbox), trigger, [.. told.Select(entry => entry.Id)]);
        var taken = await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", told[1].Id!, None);
        await _room.CommitAsync(taken!);

        Assert.Equal(["0", "2"], (await _room.TakeOverdueAsync(RedisRoom.AtOnce)).Select(entry => entry.Message.Subject));
    }

    [Fact]
    public async Task What_the_group_lost_sight_of_is_found_by_the_sweep()
    {
        await _room.AskAsync(1);
        var entry = await _room.TakeOneAsync("gone");
        await _room.Database.StreamDeleteConsumerAsync(_room.Keys.Inbox(RedisRoom.Inbox), RedisInboxes.Group, "gone");
        Assert.Equal(entry.EntryId, Assert.Single(await _room.TakeOverdueAsync(RedisRoom.AtOnce)).EntryId);
        await _room.Database.StreamDeleteConsumerGroupAsync(_room.Keys.Inbox(RedisRoom.Inbox), RedisInboxes.Group);
        Assert.Equal(entry.EntryId, Assert.Single(await _room.TakeOverdueAsync(RedisRoom.AtOnce)).EntryId);
    }

    [Fact]
    public async Task An_entry_that_a_trigger_told_of_goes_to_one_copy_and_is_overdue_from_then_on()
    {
        await _room.AskAsync(1);
        await _room.AskAsync(2);
        var ids = (await _room.Database.StreamRangeAsync(_room.Keys.Inbox(RedisRoom.Inbox))).Select(entry => (string)entry.Id!).ToArray();
        var taken = await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", ids[1], None);
        Assert.Equal(("2", 1, true), (taken!.Message.Subject, taken.Deliveries, taken.IsKnownUnhandled));
        Assert.Null(await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "other", ids[1], None));

        var overdue = await _room.TakeOverdueAsync(RedisRoom.AtOnce);
        Assert.Equal([("1", 1), ("2", 2)], overdue.Select(entry => (entry.Message.Subject, entry.Deliveries)));
        foreach (var entry in overdue) await _room.CommitAsync(entry);
        Assert.Null(await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", ids[1], None));
        Assert.Empty(await _room.TakeAsync());
    }

    [Fact]
    public async Task The_sweep_keeps_the_count_of_an_entry_that_a_trigger_took_when_it_reads_past_it()
    {
        for (var i = 0; i < 3; i++) await _room.AskAsync(i);
        var ids = (await _room.Database.StreamRangeAsync(_room.Keys.Inbox(RedisRoom.Inbox))).Select(entry => (string)entry.Id!).ToArray();
        var taken = await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", ids[1], None);
        await RestAsync(taken!, deliveries: 3, TimeSpan.FromSeconds(1));

        var policy = new RedeliveryPolicy { First = TimeSpan.Zero, Longest = TimeSpan.Zero };
        Assert.Equal([1, 4, 1], (await _room.TakeOverdueAsync(policy)).Select(entry => entry.Deliveries));
    }

    [Fact]
    public async Task What_a_trigger_has_in_hand_is_not_new_to_the_sweep_behind_it()
    {
        for (var i = 0; i < 3; i++) await _room.AskAsync(i);
        var ids = (await _room.Database.StreamRangeAsync(_room.Keys.Inbox(RedisRoom.Inbox))).Select(entry => (string)entry.Id!).ToArray();
        var taken = await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", ids[1], None);
        await RestAsync(taken!, deliveries: 3, TimeSpan.FromHours(2));

        Assert.Equal(["0", "2"], (await _room.Inboxes.TakeUntoldAsync(RedisRoom.Inbox, "sweep", 10, leavesCanaries: true, None)).Select(entry => entry.Message.Subject));

        var held = await _room.Database.StreamPendingMessagesAsync(_room.Keys.Inbox(RedisRoom.Inbox), RedisInboxes.Group, 10, "dead");
        Assert.Equal((ids[1], 3), ((string)held[0].MessageId!, held[0].DeliveryCount));
        Assert.Equal([2, 4, 2], (await _room.TakeOverdueAsync(RedisRoom.AtOnce)).Select(entry => entry.Deliveries));
    }

    [Fact]
    public async Task The_sweep_finds_what_is_new_behind_all_that_triggers_have_in_hand()
    {
        for (var i = 0; i < 5; i++) await _room.AskAsync(i);
        foreach (var entry in (await _room.Database.StreamRangeAsync(_room.Keys.Inbox(RedisRoom.Inbox)))[..4])
            await _room.Inboxes.TakeAsync(RedisRoom.Inbox, "host", entry.Id!, None);

        Assert.Equal("4", Assert.Single(await _room.Inboxes.TakeUntoldAsync(RedisRoom.Inbox, "sweep", 2, leavesCanaries: true, None)).Message.Subject);
    }

    [Fact]
    public async Task Many_entries_that_rest_do_not_hide_one_behind_them()
    {
        for (var i = 0; i < 600; i++) await _room.AskAsync(i);
        var taken = await _room.TakeAsync(most: 600);
        await RestAsync(taken[^1], deliveries: 1, TimeSpan.FromHours(2));
        foreach (var entry in taken[..^1]) await RestAsync(entry, deliveries: 30, TimeSpan.Zero);
        var policy = new RedeliveryPolicy { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromHours(1) };
        var overdue = await Until.TrueAsync(async () => await _room.TakeOverdueAsync(policy, most: 1), found => found.Length == 1);
        Assert.Equal(taken[^1].EntryId, overdue[0].EntryId);
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_dead_letter_at_once_and_what_lies_behind_it_is_taken()
    {
        await _room.Database.StreamAddAsync(_room.Keys.Inbox(RedisRoom.Inbox), [new("id", "x"), new("message", "{}")]);
        await _room.Database.StreamAddAsync(_room.Keys.Inbox(RedisRoom.Inbox), "something", "else");
        await _room.AskAsync(1);
        Assert.Equal("1", Assert.Single(await _room.TakeAsync()).Message.Subject);
        var letters = await _room.Database.StreamRangeAsync(_room.Keys.DeadLetters);
        Assert.Equal(2, letters.Length);
        Assert.Equal((RedisRoom.Inbox, "{}"), ((string?)letters[0]["inbox"], (string?)letters[0]["message"]));
        Assert.Contains("$", (string)letters[0]["error"]!, StringComparison.Ordinal);
        Assert.Equal(1, await _room.LengthAsync());
    }

    [Fact]
    public async Task A_message_that_was_handled_after_all_is_not_buried()
    {
        await _room.AskAsync(1);
        await _room.AskAsync(1);
        var twice = await _room.TakeAsync();
        await _room.CommitAsync(twice[0]);
        await _room.Inboxes.BuryAsync(twice[1], "no answer", None);
        Assert.Equal((0, 0), (await _room.LengthAsync(), await _room.Database.StreamLengthAsync(_room.Keys.DeadLetters)));
    }

    [Fact]
    public async Task What_is_not_handled_is_never_trimmed()
    {
        for (var i = 0; i < 300; i++) await _room.AskAsync(i);
        foreach (var entry in await _room.TakeAsync(most: 100)) await _room.CommitAsync(entry);
        Assert.Equal(200, await _room.LengthAsync());
        Assert.Equal(Enumerable.Range(100, 200).Select(i => $"{i}"), (await _room.TakeAsync(most: 300)).Select(entry => entry.Message.Subject));
    }

    [Fact]
    public async Task A_copy_that_holds_nothing_and_has_been_silent_for_long_is_forgotten_by_name()
    {
        for (var i = 0; i < 2; i++) await _room.AskAsync(i);
        await _room.CommitAsync(await _room.TakeOneAsync("gone"));
        await _room.TakeOneAsync("holder");
        await _room.TakeOverdueAsync(Never);
        Assert.Equal(["gone", "holder"], await ConsumersAsync());

        var longIsNothing = Never with { Longest = TimeSpan.Zero };
        await Until.TrueAsync(async () => { await _room.TakeOverdueAsync(longIsNothing); return await ConsumersAsync(); }, names => names is ["holder"]);
    }

    [Fact]
    public async Task The_bell_rings_for_what_was_put_in_and_for_nothing_else()
    {
        await using var bell = await _room.Inboxes.ListenAsync(RedisRoom.Inbox, TimeProvider.System);
        await _room.Steps.PublishAsync(RedisRoom.Bars(1), None);
        var waiting = bell.WaitAsync(TimeSpan.FromMinutes(5), None);
        await _room.AskAsync(1);
        await waiting;
        Assert.Equal(1, await _room.LengthAsync());
    }

    private async Task<string[]> ConsumersAsync() =>
        [.. (await _room.Database.StreamConsumerInfoAsync(_room.Keys.Inbox(RedisRoom.Inbox), RedisInboxes.Group)).Select(one => one.Name).Order(StringComparer.Ordinal)];

    private async Task<InboxEntry> TakeOneOfLongAgoAsync()
    {
        var message = Said.Of(EventNames.QuoteRequested, 1);
        await _room.Database.StreamAddAsync(_room.Keys.Inbox(RedisRoom.Inbox), [new("id", message.Id.ToString()), new("message", MessageJson.Write(message))], "1-1");
        return await _room.TakeOneAsync("dead");
    }

    private async Task AssertRestsAsync(InboxEntry entry, int minutes, bool hasFailed)
    {
        foreach (var (rested, isDue) in (((TimeSpan, bool)[])[(TimeSpan.FromMinutes(minutes - 0.5), false), (TimeSpan.FromMinutes(minutes), true)]))
        {
            await RestAsync(entry, entry.Deliveries, rested);
            if (hasFailed) await _room.Inboxes.NoteFailureAsync(entry, None);
            var found = await _room.TakeOverdueAsync(Minutes);
            Assert.True(isDue == (found.Length == 1), $"delivery {entry.Deliveries}, after {rested}: {found.Length}");
        }
    }

    /// <summary>Makes it so that an entry was handed out so often, and rests since then.</summary>
    private async Task RestAsync(InboxEntry entry, int deliveries, TimeSpan since) => await _room.Database.ExecuteAsync(
        "XCLAIM", _room.Keys.Inbox(entry.Inbox), RedisInboxes.Group, "dead", "0", entry.EntryId, "IDLE", (long)since.TotalMilliseconds, "RETRYCOUNT", deliveries, "JUSTID");
}
