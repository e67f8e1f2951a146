using System.Globalization;
using Trading.Messages;

namespace Trading.Runtime.Journals;

/// <summary>A message that lies in an inbox. Read from its bytes when it is first handed out.</summary>
internal sealed class JournalEntry(long sequence, int ordinal, MessageId messageId, EventName name, ReadOnlyMemory<byte> json, Message? message)
{
    private Message? _message = message;

    /// <summary>The row that said it and its place there, such as <c>17-0</c>.</summary>
    public string Id => field ??= string.Create(CultureInfo.InvariantCulture, $"{sequence}-{ordinal}");
    public JournalPlace Place => new(sequence, ordinal);
    public long Sequence => sequence;
    public int Ordinal => ordinal;
    public MessageId MessageId => messageId;
    public EventName Name => name;
    public ReadOnlyMemory<byte> Json => json;
    public Message Message => _message ??= MessageJson.Read(json.Span);

    /// <summary>How often it has been handed out.</summary>
    public int Deliveries { get; set; }

    /// <summary>When it was handed out last, in UTC.</summary>
    public DateTimeOffset GivenAt { get; set; }

    /// <summary>Whether it was handled, dropped or buried, though a queue may still hold it.</summary>
    public bool IsGone { get; set; }
}
