using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Journals;

/// <content>Snapshots, and what a restart makes of the newest one and the rows after it.</content>
public sealed partial class Journal
{
    private const string ValueKind = "value";
    private const string InboxKind = "inbox";
    private const string HandledKind = "handled";
    private const string DeadLetterKind = "deadletter";
    private const string TimeKind = "time";

    /// <summary>While it recovers: what lies in which inbox, by where it was said.</summary>
    private readonly Dictionary<(JournalInbox Inbox, JournalPlace Place), JournalEntry> _unhandled = [];

    /// <summary>What was put into a snapshot that could not be written.</summary>
    private readonly List<SnapshotItem> _unsaved = [];

    /// <summary>Why the last snapshot could not be written; recovery is slower without it, and nothing is lost.</summary>
    public Exception? SnapshotFault { get; private set; }

    /// <summary>Reads all rows and says what is wrong with them, in words; empty when they are as they were written.</summary>
    public static IReadOnlyList<string> Verify(IJournalFile file)
    {
        var problems = new List<string>(file.Check());
        var before = default(JournalMark);
        try
        {
            foreach (var row in file.Read(1))
            {
                if (Problem(row, before) is { } problem)
                {
                    problems.Add(problem);
                    break;
                }
                before = new JournalMark(row.Sequence, row.Checksum);
                if (file.Snapshot is { } mark && mark.Sequence == row.Sequence && mark.Checksum != row.Checksum)
                    problems.Add($"The snapshot of row {row.Sequence} was made of other rows.");
            }
            if (file.Snapshot is { } snapshot && snapshot.Sequence > before.Sequence) problems.Add($"The snapshot is of row {snapshot.Sequence}, and the last row is {before.Sequence}.");
        }
        catch (JournalFileException damaged)
        {
            problems.Add(damaged.Message);
        }
        return problems;
    }

    private static string? Problem(JournalRow row, JournalMark before)
    {
        if (row.Sequence != before.Sequence + 1) return $"Row {before.Sequence + 1} is missing: the next is {row.Sequence}.";
        return row.Checksum == row.ChecksumAfter(before.Checksum) ? null : $"Row {row.Sequence} is not as it was written.";
    }

    private void Recover()
    {
        foreach (var agent in _agents) agent.Restore(_file);
        if (_file.Snapshot is { } mark) RecoverSnapshot(mark);
        foreach (var row in _file.Read(_written.Sequence + 1))
        {
            if (Problem(row, _written) is { } problem)
                throw new JournalFileException(JournalFileFault.Damaged, $"{problem} Nothing is traded on a damaged journal: keep the file, see 'trading journal verify', and restore a copy.");
            Replay(row);
            _written = new JournalMark(row.Sequence, row.Checksum);
            Note(row);
            // A long tail is cut short, so that the next restart is faster and those agents can let go of what has ended.
            if (++Recovered % _options.RowsBetweenSnapshots == 0) Snapshot();
        }
        _last = _written.Sequence;
        _unhandled.Clear();
        _unhandled.TrimExcess();
        foreach (var inbox in _inboxes.Values) inbox.Ring();
    }

    private void RecoverSnapshot(JournalMark mark)
    {
        _written = mark;
        foreach (var item in _file.Items(ValueKind))
        {
            foreach (var (key, version, value) in StepText.ReadWrites(item.Value!))
            {
                _cells[key] = new Cell(null, value, version);
                foreach (var agent in _agents) agent.ReplayValue(key, value);
            }
        }
        foreach (var item in _file.Items(HandledKind))
            if (_inboxes.TryGetValue(item.Key, out var inbox)) inbox.Handled.AddAll(item.Value);
        foreach (var item in _file.Items(InboxKind))
            foreach (var line in StepText.Lines(item.Value!)) Add(item.Key, line);
        foreach (var item in _file.Items(DeadLetterKind)) _deadLetters[item.Key] = ReadDeadLetter(item);
        foreach (var item in _file.Items(TimeKind))
            _lastTimes[item.Key] = DateTimeOffset.Parse(Encoding.ASCII.GetString(item.Value!), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        if (_lastTimes.Count > 0) LastTime = _lastTimes.Values.Max();
    }

    private void Replay(JournalRow row)
    {
        foreach (var (inbox, entry) in StepText.ReadPassed(row.Passed))
            if (Forget(inbox, entry) is { } passed) _inboxes[inbox].Handled.Add(passed.MessageId);
        foreach (var (key, version, value) in StepText.ReadWrites(row.Writes))
        {
            _cells[key] = new Cell(null, value, version);
            _changedValues.Add(key);
            foreach (var agent in _agents)
                if (agent.Name == row.Inbox) agent.ReplayValue(key, value);
        }
        if (row.MessageId.Length > 0) ReplayHandled(row);
        var ordinal = 0;
        foreach (var line in StepText.Lines(row.Said))
        {
            if (StepText.ReadHead(line.Span) is { } head)
                foreach (var inbox in _subscriptions.HearersOf(head.Name)) Add(inbox, new JournalEntry(row.Sequence, ordinal, head.Id, head.Name, line, null));
            ordinal++;
        }
    }

    private void ReplayHandled(JournalRow row)
    {
        var handled = row.Entry.Length > 0 ? Forget(row.Inbox, row.Entry) : null;
        if (!_inboxes.TryGetValue(row.Inbox, out var inbox)) return;
        if (row.Error.Length > 0)
        {
            if (handled is not null) Keep(new JournalDeadLetter($"{row.Inbox}/{row.Entry}", row.Inbox, handled.Message, row.Error, row.Time));
            return;
        }
        if (MessageId.TryParse(row.MessageId, out var id))
        {
            inbox.Handled.Add(id);
            // A message may be handled by another way than the entry it lies in.
            if (inbox.Remove(id) is { } other) _unhandled.Remove((inbox, other.Place));
        }
        foreach (var agent in _agents)
            if (agent.Name == row.Inbox) agent.Replay(handled?.Message ?? HandledIn(row), row.Time);
    }

    private static Message HandledIn(JournalRow row) => row.Handled.Length > 0
        ? MessageJson.Read(row.Handled)
        : throw new JournalFileException(JournalFileFault.Damaged, $"Row {row.Sequence} handles {row.Entry} in the inbox of {row.Inbox}, which no row has said. Keep the file and restore a copy.");

    /// <summary>Takes an entry out again; null where it was not put in, because its inbox hears other things now.</summary>
    private JournalEntry? Forget(string inboxName, string entry)
    {
        if (!_inboxes.TryGetValue(inboxName, out var inbox) || !_unhandled.Remove((inbox, JournalPlace.Parse(entry)), out var known)) return null;
        inbox.Remove(known.MessageId);
        return known;
    }

    private void Add(JournalInbox inbox, JournalEntry entry)
    {
        if (inbox.Add(entry)) _unhandled[(inbox, entry.Place)] = entry;
    }

    private void Add(string inboxName, ReadOnlyMemory<byte> line)
    {
        var space = line.Span.IndexOf((byte)' ');
        var place = JournalPlace.Parse(Encoding.ASCII.GetString(line.Span[..space]));
        var message = line[(space + 1)..];
        if (_inboxes.TryGetValue(inboxName, out var inbox) && StepText.ReadHead(message.Span) is { } head)
            Add(inbox, new JournalEntry(place.Sequence, place.Ordinal, head.Id, head.Name, message, null));
    }

    private void SnapshotWhenDue()
    {
        if (_written.Sequence - (_file.Snapshot?.Sequence ?? 0) >= _options.RowsBetweenSnapshots) Snapshot();
    }

    /// <summary>A snapshot that fails costs the next restart time and nothing else, so the desk goes on; a disk that is full stops it at the next row.</summary>
    private void Snapshot()
    {
        // Who waits for what is written here goes on afterwards: a step decided meanwhile would be in the state and not in the mark.
        Pending[] written = [];
        lock (_lock)
        {
            try
            {
                // What is decided and not yet on the disk is in the state already, so it is written first.
                if (_pending.Count > 0)
                {
                    TakePending(int.MaxValue);
                    AppendTaken();
                    DeliverTaken();
                    written = TakeAnswered();
                }
                _unsaved.AddRange(Changes());
                _file.WriteSnapshot(_written, _unsaved);
                _unsaved.Clear();
                SnapshotFault = null;
            }
#pragma warning disable CA1031 // whatever the disk throws, what cannot be journalled must not be acted on
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (_writing.Count > 0) Stop(fault);
                SnapshotFault = fault;
            }
        }
        foreach (var one in written) one.TrySetResult(StepOutcome.Committed);
    }

    private List<SnapshotItem> Changes()
    {
        var changes = new List<SnapshotItem>();
        foreach (var key in _changedValues)
        {
            var (head, cell) = ($$"""{"kind":{{Quoted(key.Kind)}},"owner":{{Quoted(key.Owner)}},"version":{{_cells[key].Version}},"value":""", _cells[key]);
            changes.Add(new SnapshotItem(ValueKind, key.ToString(), [.. Encoding.UTF8.GetBytes(head), .. cell.Json.Span, (byte)'}']));
        }
        foreach (var inbox in _inboxes.Values)
        {
            changes.Add(new SnapshotItem(HandledKind, inbox.Name, inbox.Handled.ToBytes()));
            changes.Add(new SnapshotItem(InboxKind, inbox.Name, EntriesOf(inbox)));
        }
        foreach (var id in _changedDeadLetters)
            changes.Add(new SnapshotItem(DeadLetterKind, id, _deadLetters.TryGetValue(id, out var letter) ? WriteDeadLetter(letter) : null));
        foreach (var (agent, time) in _lastTimes) changes.Add(new SnapshotItem(TimeKind, agent, Encoding.ASCII.GetBytes(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))));
        foreach (var agent in _agents) changes.AddRange(agent.TakeChanges());
        _changedValues.Clear();
        _changedDeadLetters.Clear();
        return changes;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, TradingJson.Options.Encoder)}\"";

    private static byte[] EntriesOf(JournalInbox inbox)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var entry in inbox.Entries)
        {
            buffer.Write(Encoding.ASCII.GetBytes(entry.Id));
            buffer.Write(" "u8);
            buffer.Write(entry.Json.Span);
            buffer.Write("\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] WriteDeadLetter(JournalDeadLetter letter) =>
    [
        .. Encoding.UTF8.GetBytes($$"""{"time":"{{letter.Time.UtcDateTime:O}}","error":{{Quoted(letter.Error)}}}"""),
        (byte)'\n', .. MessageJson.Write(letter.Message),
    ];

    private static JournalDeadLetter ReadDeadLetter(SnapshotItem item)
    {
        var lines = StepText.Lines(item.Value!).ToArray();
        using var head = JsonDocument.Parse(lines[0]);
        var inbox = item.Key[..item.Key.LastIndexOf('/')];
        return new JournalDeadLetter(
            item.Key, inbox, MessageJson.Read(lines[1].Span), head.RootElement.GetProperty("error").GetString()!, head.RootElement.GetProperty("time").GetDateTimeOffset());
    }
}
