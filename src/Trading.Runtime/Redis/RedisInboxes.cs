using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Redis;

/// <summary>The inboxes of the agents as Redis streams. What is in a stream is not handled; what is handled is not in it.</summary>
/// <remarks>
/// Who has an entry in hand, how often it was handed out and for how long is kept by the consumer group <see cref="Group"/>. A
/// trigger may read the same stream by a group of its own and acknowledge as it likes: entries leave the stream only when they
/// are handled or buried, and <see cref="TakeOverdueAsync"/> finds what is in it. A stream is not trimmed, as all that is in it
/// is still to be handled. Times are those of the Redis server. Safe for any number of threads.
/// </remarks>
public sealed partial class RedisInboxes(IConnectionMultiplexer redis, RedisKeys keys, ILogger<RedisInboxes> log) : IInboxes
{
    /// <summary>The consumer group of every inbox.</summary>
    public const string Group = "desk";

    /// <summary>The consumer that holds what a copy has failed on, so that it can be told from what one that died has left.</summary>
    private const string Failed = "failed";

    /// <summary>How many entries of a stream one script looks at.</summary>
    private const int Page = 256;

    private readonly IDatabase _database = redis.GetDatabase();

    public ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation) =>
        TakeNewAsync(inbox, consumer, most, leavesCanaries: false, areOthersAhead: false, cancellation);

    /// <summary>
    /// Like <see cref="TakeNewAsync(string, string, int, CancellationToken)"/>, for a sweep behind those who take entries one by one as they
    /// are told of them: what one of them has in hand is left to it.
    /// </summary>
    /// <param name="leavesCanaries">Whether a canary is left where it is, because it shows that a trigger lives, and not that the sweep does.</param>
    public ValueTask<ImmutableArray<InboxEntry>> TakeUntoldAsync(string inbox, string consumer, int most, bool leavesCanaries, CancellationToken cancellation) =>
        TakeNewAsync(inbox, consumer, most, leavesCanaries, areOthersAhead: true, cancellation);

    private async ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(
        string inbox, string consumer, int most, bool leavesCanaries, bool areOthersAhead, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var taken = (RedisResult[])(await RedisScript.Take.RunAsync(
                _database, [keys.Handled(inbox), keys.Inbox(inbox), keys.Canaries], [Group, consumer, most, inbox, leavesCanaries ? "1" : "", areOthersAhead ? "1" : ""]))!;
            var entries = ImmutableArray.CreateBuilder<InboxEntry>((taken.Length - 1) / 3);
            for (var i = 1; i < taken.Length; i += 3)
                await ReadAsync(entries, inbox, (string)taken[i]!, taken[i + 1], 1, isKnownUnhandled: (int)taken[i + 2] == 0, cancellation);
            // Canaries and what was handled before are read and gone; there may be more behind them.
            if (entries.Count > 0 || (int)taken[0] == 0) return entries.DrainToImmutable();
        }
    }

    public async ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(
        string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation)
    {
        var entries = ImmutableArray.CreateBuilder<InboxEntry>();
        RedisValue from = "-";
        while (from != RedisValue.EmptyString && entries.Count < most)
        {
            cancellation.ThrowIfCancellationRequested();
            var taken = (RedisResult[])(await RedisScript.Overdue.RunAsync(
                _database,
                [keys.Handled(inbox), keys.Inbox(inbox)],
                [Group, consumer, most - entries.Count, from, Page, (long)policy.First.TotalMilliseconds, (long)policy.Longest.TotalMilliseconds, Failed]))!;
            from = (RedisValue)taken[0];
            for (var i = 1; i < taken.Length; i += 4)
                await ReadAsync(entries, inbox, (string)taken[i]!, taken[i + 1], (int)taken[i + 2], isKnownUnhandled: (int)taken[i + 3] == 0, cancellation);
        }
        return entries.DrainToImmutable();
    }

    /// <summary>
    /// Takes one entry that a trigger told of. Null when there is nothing to do: it is gone, was handled, is a canary or cannot be
    /// read, or another copy has it in hand.
    /// </summary>
    public async ValueTask<InboxEntry?> TakeAsync(string inbox, string consumer, string entryId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var taken = await RedisScript.Claim.RunAsync(
            _database, [keys.Handled(inbox), keys.Inbox(inbox), keys.Canaries], [Group, consumer, entryId, inbox]);
        if (taken.IsNull) return null;
        var entries = ImmutableArray.CreateBuilder<InboxEntry>(1);
        await ReadAsync(entries, inbox, entryId, taken[0], (int)taken[1], isKnownUnhandled: true, cancellation);
        return entries.Count == 0 ? null : entries[0];
    }

    public async ValueTask NoteFailureAsync(InboxEntry entry, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await RedisScript.Fail.RunAsync(_database, [keys.Inbox(entry.Inbox)], [Group, entry.EntryId, entry.Deliveries, Failed]);
    }

    public ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation) =>
        BuryAsync(entry.Inbox, entry.EntryId, error, entry.Deliveries, cancellation);

    public async ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await RedisScript.Drop.RunAsync(_database, [keys.Inbox(entry.Inbox)], [Group, entry.EntryId]);
    }

    /// <summary>How many entries lie in some inboxes, unhandled.</summary>
    public async ValueTask<long> WaitingAsync(ImmutableArray<string> inboxes)
    {
        var lengths = await Task.WhenAll(inboxes.Select(inbox => _database.StreamLengthAsync(keys.Inbox(inbox))));
        return lengths.Sum();
    }

    /// <summary>Begins to listen for what is put into an inbox.</summary>
    public async ValueTask<IInboxBell> ListenAsync(string inbox, TimeProvider clock) =>
        await RedisBell.ListenAsync(redis.GetSubscriber(), RedisChannel.Literal(keys.Bell(inbox)), clock);

    private async ValueTask ReadAsync(
        ImmutableArray<InboxEntry>.Builder entries, string inbox, string entry, RedisResult json, int deliveries, bool isKnownUnhandled, CancellationToken cancellation)
    {
        string error;
        try
        {
            if (!json.IsNull)
            {
                var message = MessageJson.Read(((ReadOnlyMemory<byte>)(RedisValue)json).Span);
                entries.Add(new InboxEntry(inbox, entry, message, deliveries) { IsKnownUnhandled = isKnownUnhandled });
                return;
            }
            error = "The entry has no field 'message'.";
        }
        catch (MessageFormatException unreadable)
        {
            error = $"{nameof(MessageFormatException)}: {unreadable.Message}";
        }
        // It will not become readable by waiting; a newer program may read it when it is replayed.
        LogUnreadable(inbox, entry, error);
        await BuryAsync(inbox, entry, error, deliveries, cancellation);
    }

    private async ValueTask BuryAsync(string inbox, string entry, string error, int deliveries, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await RedisScript.Bury.RunAsync(
            _database, [keys.Handled(inbox), keys.Inbox(inbox), keys.DeadLetters], [Group, entry, error, deliveries, inbox]);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Entry {Entry} in the inbox of {Inbox} cannot be read and is a dead letter: {Error}")]
    private partial void LogUnreadable(string inbox, string entry, string error);
}
