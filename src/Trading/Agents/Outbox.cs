using System.Runtime.InteropServices;
using Trading.Messages;

namespace Trading.Agents;

/// <summary>Collects what an agent says while it handles one message, or one tick of its timer.</summary>
/// <remarks>
/// Ids are derived from the cause, the name, the subject and how many of the same name and subject came before, so that
/// handling a message again says the same messages. Reused by its host; not for several threads.
/// </remarks>
public sealed class Outbox(string source)
{
    private readonly List<Message> _messages = [];
    private Message? _cause;
    private BarTold? _told;
    private MessageId _root;
    private string? _rootText;
    private long _rootNumber;

    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>The same for who goes through them at once.</summary>
    public ReadOnlySpan<Message> Said => CollectionsMarshal.AsSpan(_messages);

    /// <summary>The time that what is said carries, in UTC.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>Empties the outbox for what a message brings about.</summary>
    public void Begin(Message cause, DateTimeOffset now)
    {
        _messages.Clear();
        _cause = cause;
        _told = null;
        Time = now;
    }

    /// <summary>Empties the outbox for what a bar brings about; its message is made with the first thing that is said.</summary>
    public void Begin(BarTold cause, DateTimeOffset now)
    {
        // Bar after bar of a symbol is told by the same; most often nothing was said of the last.
        if (_messages.Count > 0) _messages.Clear();
        _cause = null;
        if (!ReferenceEquals(_told, cause)) _told = cause;
        Time = now;
    }

    /// <summary>Empties the outbox for what no message brings about: a timer's tick, a broker's report, a person's command.</summary>
    public void Begin(MessageId root, DateTimeOffset now)
    {
        _messages.Clear();
        _cause = null;
        _told = null;
        _root = root;
        _rootText = null;
        Time = now;
    }

    /// <summary>The same for a tick of which most often nothing follows: its id is <see cref="MessageId.From"/> these, made with the first thing that is said.</summary>
    public void Begin(string root, long number, DateTimeOffset now)
    {
        Begin(default(MessageId), now);
        _rootText = root;
        _rootNumber = number;
    }

    public void Say(EventName name, string subject, Scope scope, Payload data)
    {
        var ordinal = 0;
        foreach (var earlier in _messages)
            if (earlier.Name.Equals(name) && earlier.Subject == subject) ordinal++;
        if (_cause is { } cause) _messages.Add(cause.Cause(name, source, Time, subject, scope, data, ordinal));
        else if (_told is { } told) SayFrom(told.Id, MessageId.Derive(told.Id, name, subject, ordinal), name, subject, scope, data);
        else _messages.Add(Message.First(MessageId.Derive(Root, name, subject, ordinal), name, source, Time, subject, scope, data));
    }

    /// <summary>Says something whose id comes from the thing itself, so that hearing of it on two ways makes one message.</summary>
    public void SayOnce(MessageId id, EventName name, string subject, Scope scope, Payload data)
    {
        if (_cause is { } cause)
            _messages.Add(new Message(id, name, source, Time, subject, scope, data) { CorrelationId = cause.CorrelationId, CausationId = cause.Id, Trace = cause.Trace });
        else SayFrom(_told?.Id ?? id, id, name, subject, scope, data);
    }

    /// <summary>Says what follows from a first message that need not be there: who does not trace can do without the envelope of a bar.</summary>
    private void SayFrom(MessageId first, MessageId id, EventName name, string subject, Scope scope, Payload data) =>
        _messages.Add(new Message(id, name, source, Time, subject, scope, data) { CorrelationId = first, CausationId = first });

    private MessageId Root
    {
        get
        {
            if (_rootText is { } text) (_root, _rootText) = (MessageId.From(text, _rootNumber), null);
            return _root;
        }
    }
}
