using System.Collections.Immutable;
using System.Threading.Channels;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Journals;

/// <summary>One agent's inbox: what waits, what is handed out, what was handled. All under the journal's lock but the bell.</summary>
internal sealed class JournalInbox(string name, ImmutableArray<EventPattern> hears, int mostHandledKept)
{
    private readonly Queue<JournalEntry> _new = new();
    private readonly Dictionary<MessageId, JournalEntry> _given = [];
    private readonly Dictionary<MessageId, JournalEntry> _byMessage = [];
    private bool _hasNews;

    public string Name => name;

    public ImmutableArray<EventPattern> Hears => hears;

    public HandledMessages Handled { get; } = new(mostHandledKept);

    /// <summary>Rung after something was put in.</summary>
    public Channel<bool> Bell { get; } = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Entries that are neither handled, dropped nor buried.</summary>
    public int Waiting => _byMessage.Count;

    public IEnumerable<JournalEntry> Entries => _byMessage.Values.OrderBy(entry => entry.Sequence).ThenBy(entry => entry.Ordinal);

    /// <summary>Puts an entry in, unless its message is here or was handled.</summary>
    public bool Add(JournalEntry entry)
    {
        if (Handled.Contains(entry.MessageId) || !_byMessage.TryAdd(entry.MessageId, entry)) return false;
        _new.Enqueue(entry);
        _hasNews = true;
        return true;
    }

    /// <summary>Rings the bell if something was put in since it rang last.</summary>
    public void Ring()
    {
        if (!_hasNews) return;
        _hasNews = false;
        Bell.Writer.TryWrite(true);
    }

    public JournalEntry? Find(MessageId message) => _byMessage.GetValueOrDefault(message);

    public JournalEntry? Remove(MessageId message)
    {
        if (!_byMessage.Remove(message, out var entry)) return null;
        entry.IsGone = true;
        _given.Remove(message);
        return entry;
    }

    public ImmutableArray<InboxEntry> TakeNew(int most, DateTimeOffset now)
    {
        var taken = ImmutableArray.CreateBuilder<InboxEntry>(Math.Min(most, _new.Count));
        while (taken.Count < most && _new.TryDequeue(out var entry))
        {
            if (entry.IsGone) continue;
            _given.Add(entry.MessageId, entry);
            taken.Add(Give(entry, now));
        }
        return taken.DrainToImmutable();
    }

    public ImmutableArray<InboxEntry> TakeOverdue(RedeliveryPolicy policy, int most, DateTimeOffset now)
    {
        List<JournalEntry>? due = null;
        foreach (var entry in _given.Values)
            if (entry.GivenAt + policy.After(entry.Deliveries) <= now) (due ??= []).Add(entry);
        return due is null ? [] : [.. due.OrderBy(entry => entry.Sequence).ThenBy(entry => entry.Ordinal).Take(most).Select(entry => Give(entry, now))];
    }

    private InboxEntry Give(JournalEntry entry, DateTimeOffset now)
    {
        entry.Deliveries++;
        entry.GivenAt = now;
        return new InboxEntry(name, entry.Id, entry.Message, entry.Deliveries);
    }
}
