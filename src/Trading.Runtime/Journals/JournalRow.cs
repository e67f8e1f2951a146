using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Trading.Runtime.Journals;

/// <summary>A step as it is written: one row.</summary>
public sealed record JournalRow
{
    /// <summary>Counts the rows from 1, without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the step was handled, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whose step it is: the name of the inbox.</summary>
    public required string Inbox { get; init; }

    /// <summary>The event that was handled; empty for a timer's tick or a word from outside.</summary>
    public string Event { get; init; } = "";

    /// <summary>The trade, order or symbol that the handled message is about.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The handled message's id in hexadecimal digits.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The entry that was handled: the row in which its message was said, and its place there, such as <c>17-0</c>.</summary>
    public string Entry { get; init; } = "";

    /// <summary>The handled message itself, where no row has said it.</summary>
    public byte[] Handled { get; init; } = [];

    /// <summary>Entries of market data that were handled since the row before and came to nothing, a line each.</summary>
    public byte[] Passed { get; init; } = [];

    /// <summary>The values that were stored, a JSON object a line.</summary>
    public byte[] Writes { get; init; } = [];

    /// <summary>What was said, a CloudEvents object a line.</summary>
    public byte[] Said { get; init; } = [];

    /// <summary>Why the entry became a dead letter, where it did.</summary>
    public string Error { get; init; } = "";

    /// <summary>Over this row and the checksum of the one before.</summary>
    public ulong Checksum { get; init; }

    /// <summary>The checksum that this row must have after a row with that one.</summary>
    public ulong ChecksumAfter(ulong before)
    {
        var hash = new XxHash3();
        Span<byte> numbers = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(numbers, before);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], Time.UtcTicks);
        hash.Append(numbers);
        Add(hash, Inbox);
        Add(hash, Event);
        Add(hash, Subject);
        Add(hash, MessageId);
        Add(hash, Entry);
        Add(hash, Handled);
        Add(hash, Passed);
        Add(hash, Writes);
        Add(hash, Said);
        Add(hash, Error);
        return hash.GetCurrentHashAsUInt64();
    }

    private static void Add(XxHash3 hash, string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        Add(hash, Encoding.UTF8.TryGetBytes(text, bytes, out var written) ? bytes[..written] : Encoding.UTF8.GetBytes(text));
    }

    private static void Add(XxHash3 hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.Append(length);
        hash.Append(bytes);
    }
}
