using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Buses;
using Trading.Runtime.Delivery;
using Trading.Runtime.State;

namespace Trading.Runtime.Journals;

/// <summary>The desk's memory: every step is a row on the disk before anybody acts on what it said.</summary>
/// <remarks>
/// <para>Values, inboxes and handled messages are in memory; the disk holds the rows and snapshots from which they are made
/// again. A step is decided on under a lock and then written, together with those that were committed meanwhile. Its messages
/// are handed out once it is on the disk, and a commit is answered then.</para>
/// <para>When a write fails the journal stops: no step is taken any more and no message handed out, so that nothing is done
/// that is not journalled.</para>
/// <para>Market data that an agent handled without effect makes no row of its own: it is noted in the next row. After a crash it
/// is handled again, to no effect.</para>
/// </remarks>
public sealed partial class Journal : IStepStore, IInboxes, IAsyncDisposable
{
    private const string PassingPrefix = "marketdata.";
    private const int UsualBytes = 4096;
    private const int MostSpareBytes = 1 << 20;

    private readonly IJournalFile _file;
    private readonly JournalOptions _options;
    private readonly TimeProvider _clock;
    private readonly ImmutableArray<IJournalledAgent> _agents;
    private readonly Dictionary<string, JournalInbox> _inboxes = new(StringComparer.Ordinal);
    private readonly SubscriptionTable<JournalInbox> _subscriptions = new();
    private readonly Dictionary<StateKey, Cell> _cells = [];
    private readonly Dictionary<string, JournalDeadLetter> _deadLetters = new(StringComparer.Ordinal);
    private readonly HashSet<StateKey> _changedValues = [];
    private readonly HashSet<string> _changedDeadLetters = new(StringComparer.Ordinal);
    private readonly List<(string Inbox, string Entry)> _passed = [];
    private readonly SortedDictionary<string, DateTimeOffset> _lastTimes = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Lock _writeLock = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly TaskCompletionSource<Exception?> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _writer;
    private readonly List<JournalRow> _rows = [];
    private List<Pending> _pending = [];
    private List<Pending> _writing = [];
    private ArrayBufferWriter<byte>? _spare;
    private long _last;
    private JournalMark _written;
    private Exception? _fault;
    private bool _isClosing;

    private Journal(
        IJournalFile file, JournalOptions options, TimeProvider clock, IEnumerable<(string Inbox, ImmutableArray<EventPattern> Hears)> inboxes,
        IEnumerable<IJournalledAgent> agents)
    {
        (_file, _options, _clock, _agents) = (file, options, clock, [.. agents]);
        foreach (var (name, hears) in inboxes)
        {
            var inbox = new JournalInbox(name, hears, options.MostHandledKept);
            _inboxes.Add(name, inbox);
            _subscriptions.Add(hears, inbox);
        }
        Recover();
        _writer = options.Writing == JournalWriting.Together ? Task.Factory.StartNew(WriteOn, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default) : Task.CompletedTask;
    }

    /// <summary>The newest row on the disk.</summary>
    public long Sequence
    {
        get { lock (_lock) return _written.Sequence; }
    }

    /// <summary>How many rows were read to recover, after the snapshot.</summary>
    public long Recovered { get; private set; }

    /// <summary>When the newest row was made, in UTC; null for a new journal.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>When the newest row of an agent was made, in UTC; null where it has none.</summary>
    public DateTimeOffset? LastTimeOf(string agent)
    {
        lock (_lock) return _lastTimes.TryGetValue(agent, out var time) ? time : null;
    }

    /// <summary>Ends when the journal stops: with what stopped it, or null when it was closed.</summary>
    public Task<Exception?> Stopped => _stopped.Task;

    public IReadOnlyList<JournalDeadLetter> DeadLetters
    {
        get { lock (_lock) return [.. _deadLetters.Values.OrderBy(letter => letter.Id, StringComparer.Ordinal)]; }
    }

    /// <summary>Opens a journal and recovers what it holds: the newest snapshot and the rows after it.</summary>
    /// <param name="inboxes">Every inbox, with what it hears. What an inbox that is no longer named had not handled is forgotten.</param>
    /// <param name="agents">Those whose state is in the journal as the messages they handled.</param>
    /// <exception cref="JournalFileException">The file cannot be read, or holds what was not written.</exception>
    public static Journal Open(
        IJournalFile file, JournalOptions options, TimeProvider clock, IEnumerable<(string Inbox, ImmutableArray<EventPattern> Hears)> inboxes,
        params IEnumerable<IJournalledAgent> agents) => new(file, options, clock, inboxes, agents);

    /// <summary>Entries of an inbox that are neither handled nor dead letters.</summary>
    public int WaitingIn(string inbox)
    {
        lock (_lock) return _inboxes[inbox].Waiting;
    }

    /// <summary>Entries of all inboxes that are neither handled nor dead letters.</summary>
    public int Waiting
    {
        get { lock (_lock) return _inboxes.Values.Sum(inbox => inbox.Waiting); }
    }

    /// <summary>Waits until something may have been put into an inbox since it was last waited for.</summary>
    public async ValueTask WaitAsync(string inbox, CancellationToken cancellation) => await _inboxes[inbox].Bell.Reader.ReadAsync(cancellation);

    public ValueTask<Versioned<T>> LoadAsync<T>(StateKey key, CancellationToken cancellation)
        where T : class
    {
        lock (_lock) return new(_cells.TryGetValue(key, out var cell) ? new Versioned<T>(cell.Read<T>(), cell.Version) : default);
    }

    /// <summary>The values of a kind, by owner.</summary>
    public IReadOnlyList<(string Owner, T Value)> ValuesOf<T>(string kind)
        where T : class
    {
        lock (_lock)
            return [.. _cells.Where(cell => cell.Key.Kind == kind).OrderBy(cell => cell.Key.Owner, StringComparer.Ordinal).Select(cell => (cell.Key.Owner, cell.Value.Read<T>()))];
    }

    public ValueTask<bool> IsHandledAsync(InboxEntry entry, CancellationToken cancellation)
    {
        lock (_lock) return new(_inboxes[entry.Inbox].Handled.Contains(entry.Message.Id));
    }

    /// <exception cref="JournalStoppedException">The journal has stopped, or stops on this step.</exception>
    /// <exception cref="ObjectDisposedException">The journal closes, or is closed; the step is not stored.</exception>
    /// <exception cref="MessageFormatException">A message cannot be written; the step is not stored.</exception>
    public ValueTask<StepOutcome> CommitAsync(Step step, CancellationToken cancellation)
    {
        // What takes long is done before the lock: callers write their text beside each other, and beside the disk.
        var buffer = Interlocked.Exchange(ref _spare, null) ?? new ArrayBufferWriter<byte>(UsualBytes);
        var writes = StepText.WriteWrites(step.Writes, buffer, out var values);
        var said = StepText.WriteSaid(step.Said, buffer);
        if (buffer.Capacity <= MostSpareBytes) _spare = buffer;
        Pending pending;
        lock (_lock)
        {
            ThrowIfStopped();
            if (step.Handled is { } handled)
            {
                var inbox = _inboxes[handled.Inbox];
                if (inbox.Handled.Contains(handled.Message.Id)) return new(StepOutcome.AlreadyHandled);
                if (IsPassing(step))
                {
                    inbox.Handled.Add(handled.Message.Id);
                    if (inbox.Remove(handled.Message.Id) is { } passed) _passed.Add((inbox.Name, passed.Id));
                    return new(StepOutcome.Committed);
                }
            }
            foreach (var write in step.Writes)
                if ((_cells.TryGetValue(write.Key, out var cell) ? cell.Version : 0) != write.ExpectedVersion) return new(StepOutcome.Conflict);

            pending = Apply(step, writes, values, said);
        }
        return WrittenAsync(pending);
    }

    public ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation)
    {
        lock (_lock) return new(_fault is null ? _inboxes[inbox].TakeNew(most, _clock.GetUtcNow()) : []);
    }

    public ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(
        string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation)
    {
        lock (_lock) return new(_fault is null ? _inboxes[inbox].TakeOverdue(policy, most, _clock.GetUtcNow()) : []);
    }

    public async ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation)
    {
        Pending pending;
        lock (_lock)
        {
            ThrowIfStopped();
            if (_inboxes[entry.Inbox].Remove(entry.Message.Id) is not { } gone) return;
            var letter = new JournalDeadLetter($"{entry.Inbox}/{gone.Id}", entry.Inbox, entry.Message, error, _clock.GetUtcNow());
            Keep(letter);
            pending = Enqueue(RowOf(entry.Inbox, letter.Time, entry.Message, gone, [], [], error.Length == 0 ? "failed" : error), []);
        }
        await WrittenAsync(pending);
    }

    public ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation)
    {
        lock (_lock) _inboxes[entry.Inbox].Remove(entry.Message.Id);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes what is pending and a snapshot, and closes: no step is taken any more. The file is the caller's to dispose.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock) _isClosing = true;
        _work.Release();
        await _writer;
        while (WritePending())
        {
        }
        lock (_writeLock)
        {
            if (_fault is null) Snapshot();
        }
        lock (_lock) _fault ??= new ObjectDisposedException(nameof(Journal));
        _stopped.TrySetResult(null);
        _work.Dispose();
    }

    private static bool IsPassing(Step step) =>
        step.Writes.IsEmpty && step.Said.IsEmpty && step.Handled!.Message.Name.Value.StartsWith(PassingPrefix, StringComparison.Ordinal);

    private Pending Apply(Step step, byte[] writes, ImmutableArray<ReadOnlyMemory<byte>> values, byte[] said)
    {
        var entry = step.Handled is { } handled ? _inboxes[handled.Inbox].Remove(handled.Message.Id) : null;
        if (step.Handled is not null) _inboxes[step.Handled.Inbox].Handled.Add(step.Handled.Message.Id);
        for (var i = 0; i < step.Writes.Length; i++)
        {
            var write = step.Writes[i];
            _cells[write.Key] = new Cell(write.Value, values[i], write.ExpectedVersion + 1);
            _changedValues.Add(write.Key);
        }
        foreach (var agent in _agents)
            if (agent.Name == step.Agent) agent.OnCommitted(step);
        return Enqueue(RowOf(step.Agent, step.Time, step.Handled?.Message, entry, writes, said, ""), step.Said);
    }

    /// <summary>The next row. Its checksum is the writer's to reckon.</summary>
    private JournalRow RowOf(string inbox, DateTimeOffset time, Message? handled, JournalEntry? entry, byte[] writes, byte[] said, string error) => new()
    {
        Sequence = _last + 1,
        Time = time,
        Inbox = inbox,
        Event = handled?.Name.Value ?? "",
        Subject = handled?.Subject ?? "",
        MessageId = handled?.Id.ToString() ?? "",
        Entry = entry?.Id ?? "",
        Handled = handled is not null && entry is null ? MessageJson.Write(handled) : [],
        Passed = StepText.WritePassed(_passed),
        Writes = writes,
        Said = said,
        Error = error,
    };

    private void ThrowIfStopped()
    {
        if (_fault is JournalStoppedException stopped) throw new JournalStoppedException(stopped.InnerException!);
        // What comes once it closes would find nobody to write it.
        ObjectDisposedException.ThrowIf(_isClosing, this);
    }

    private void Keep(JournalDeadLetter letter)
    {
        _deadLetters[letter.Id] = letter;
        _changedDeadLetters.Add(letter.Id);
    }

    /// <summary>A value in memory; read from its bytes when it is first asked for after a restart.</summary>
    private sealed class Cell(object? value, ReadOnlyMemory<byte> json, long version)
    {
        private object? _value = value;

        public ReadOnlyMemory<byte> Json => json;

        public long Version => version;

        public T Read<T>()
            where T : class => (T)(_value ??= JsonSerializer.Deserialize(json.Span, StateJson.Of<T>())
                ?? throw new JsonException($"A stored {typeof(T).Name} is null."));
    }
}
