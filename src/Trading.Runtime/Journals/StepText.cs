using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.State;

namespace Trading.Runtime.Journals;

/// <summary>How the parts of a step are written into its row, and read back.</summary>
internal static class StepText
{
    private const byte NewLine = (byte)'\n';

    /// <summary>A value as a line: <c>{"kind":"portfolio","owner":"paper","version":4,"value":{...}}</c>.</summary>
    /// <param name="buffer">Empty, and so again afterwards.</param>
    public static byte[] WriteWrites(ImmutableArray<StateWrite> writes, ArrayBufferWriter<byte> buffer, out ImmutableArray<ReadOnlyMemory<byte>> values)
    {
        values = [];
        if (writes.IsEmpty) return [];
        var places = new (int From, int To)[writes.Length];
        for (var i = 0; i < writes.Length; i++)
        {
            var write = writes[i];
            buffer.Write("{\"kind\":"u8);
            WriteText(buffer, write.Key.Kind);
            buffer.Write(",\"owner\":"u8);
            WriteText(buffer, write.Key.Owner);
            buffer.Write(",\"version\":"u8);
            buffer.Write(Encoding.ASCII.GetBytes((write.ExpectedVersion + 1).ToString(CultureInfo.InvariantCulture)));
            buffer.Write(",\"value\":"u8);
            var from = buffer.WrittenCount;
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = TradingJson.Options.Encoder }))
                JsonSerializer.Serialize(writer, write.Value, StateJson.Options.GetTypeInfo(write.Value.GetType()));
            places[i] = (from, buffer.WrittenCount);
            buffer.Write("}\n"u8);
        }
        var bytes = Take(buffer);
        values = [.. places.Select(place => new ReadOnlyMemory<byte>(bytes, place.From, place.To - place.From))];
        return bytes;
    }

    public static IEnumerable<(StateKey Key, long Version, ReadOnlyMemory<byte> Value)> ReadWrites(byte[] writes)
    {
        foreach (var line in Lines(writes)) yield return ReadWrite(line);
    }

    /// <summary>Messages, each as a line; JSON has no line breaks of its own.</summary>
    /// <param name="buffer">Empty, and so again afterwards.</param>
    public static byte[] WriteSaid(ImmutableArray<Message> said, ArrayBufferWriter<byte> buffer)
    {
        if (said.IsEmpty) return [];
        foreach (var message in said)
        {
            MessageJson.Write(message, buffer);
            buffer.Write("\n"u8);
        }
        return Take(buffer);
    }

    /// <summary>The id and event of a written message; null for an event that the catalogue does not know any more.</summary>
    public static (MessageId Id, EventName Name)? ReadHead(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        MessageId id = default;
        Span<char> text = stackalloc char[128];
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isId, isType) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("type"u8));
            reader.Read();
            if (isId && !MessageId.TryParse(text[..reader.CopyString(text)], out id)) return null;
            if (isType && !id.IsEmpty) return EventCatalogue.Desk.Find(text[..reader.CopyString(text)]) is { } row ? (id, row.Name) : null;
            reader.Skip();
        }
        return null;
    }

    public static byte[] WritePassed(List<(string Inbox, string Entry)> passed)
    {
        if (passed.Count == 0) return [];
        var text = new StringBuilder();
        foreach (var (inbox, entry) in passed) text.Append(inbox).Append(' ').Append(entry).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static IEnumerable<(string Inbox, string Entry)> ReadPassed(byte[] passed)
    {
        foreach (var line in Lines(passed))
        {
            var text = Encoding.ASCII.GetString(line.Span);
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            yield return (text[..space], text[(space + 1)..]);
        }
    }

    public static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] bytes)
    {
        for (var from = 0; from < bytes.Length;)
        {
            (var line, from) = LineAt(bytes, from);
            yield return line;
        }
    }

    /// <summary>The line that begins at a place.</summary>
    /// <returns>The line, and where the next begins.</returns>
    public static (ReadOnlyMemory<byte> Line, int Next) LineAt(byte[] bytes, int from)
    {
        var length = bytes.AsSpan(from).IndexOf(NewLine);
        if (length < 0) length = bytes.Length - from;
        return (bytes.AsMemory(from, length), from + length + 1);
    }

    private static byte[] Take(ArrayBufferWriter<byte> buffer)
    {
        var bytes = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        return bytes;
    }

    private static (StateKey, long, ReadOnlyMemory<byte>) ReadWrite(ReadOnlyMemory<byte> line)
    {
        var reader = new Utf8JsonReader(line.Span);
        string kind = "", owner = "";
        long version = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8)) kind = Next(ref reader).GetString()!;
            else if (reader.ValueTextEquals("owner"u8)) owner = Next(ref reader).GetString()!;
            else if (reader.ValueTextEquals("version"u8)) version = Next(ref reader).GetInt64();
            else
            {
                reader.Read();
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                return (new StateKey(kind, owner), version, line[from..(int)reader.BytesConsumed]);
            }
        }
        throw new JsonException("A stored value has no value.");
    }

    private static Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader;
    }

    private static void WriteText(ArrayBufferWriter<byte> buffer, string text)
    {
        buffer.Write("\""u8);
        buffer.Write(JsonEncodedText.Encode(text, TradingJson.Options.Encoder).EncodedUtf8Bytes);
        buffer.Write("\""u8);
    }
}
