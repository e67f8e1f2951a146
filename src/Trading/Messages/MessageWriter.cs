using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Trading.Messages;

/// <summary>Writes a message as a CloudEvents object.</summary>
internal static class MessageWriter
{
    // Data is checked by what writes it, and this JSON is never put into a page as it is.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Message message, EventCatalogue catalogue, IBufferWriter<byte> buffer)
    {
        var row = catalogue.Find(message.Name.Value) ?? throw Unwritable(MessageFault.UnknownEvent, message, MessageAttribute.Type, "it is not in the catalogue of events");
        Check(message, row);
        WriteObject(message, row, buffer);
    }

    private static void Check(Message message, EventRow row)
    {
        if (message.Data.GetType() != row.PayloadType.Type)
            throw Unwritable(MessageFault.InvalidData, message, MessageAttribute.Data, $"it carries {row.PayloadType.Type.Name}, not {message.Data.GetType().Name}");
        if (message.Id.IsEmpty) throw Unwritable(MessageFault.MissingAttribute, message, MessageAttribute.Id, "it has no id");
        if (message.Source.Length == 0) throw Unwritable(MessageFault.MissingAttribute, message, MessageAttribute.Source, "nobody says it");
        CheckText(message, MessageAttribute.Source, message.Source);
        CheckText(message, MessageAttribute.Subject, message.Subject);
        CheckText(message, MessageAttribute.TraceParent, message.Trace.Parent);
        CheckText(message, MessageAttribute.TraceState, message.Trace.State);
        CheckName(message, MessageAttribute.Account, message.Scope.Account);
        CheckName(message, MessageAttribute.Strategy, message.Scope.Strategy);
    }

    private static void WriteObject(Message message, EventRow row, IBufferWriter<byte> buffer)
    {
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        WriteAttributes(writer, message, row);
        writer.WritePropertyName(MessageAttribute.Data.Name());
        try
        {
            JsonSerializer.Serialize(writer, message.Data, row.PayloadType);
        }
        catch (Exception inner) when (inner is JsonException or ArgumentException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            throw Unwritable(MessageFault.InvalidData, message, MessageAttribute.Data, inner.Message, inner);
        }
        writer.WriteEndObject();
        writer.Flush();
        if (writer.BytesCommitted > MessageJson.MaxBytes)
            throw Unwritable(MessageFault.TooLarge, message, null, $"it has {writer.BytesCommitted} bytes and the limit is {MessageJson.MaxBytes}; say less in one message");
    }

    private static void WriteAttributes(Utf8JsonWriter writer, Message message, EventRow row)
    {
        writer.WriteString(MessageAttribute.SpecVersion.Name(), MessageAttributes.SpecVersion);
        WriteId(writer, MessageAttribute.Id, message.Id);
        writer.WriteString(MessageAttribute.Source.Name(), message.Source);
        writer.WriteString(MessageAttribute.Type.Name(), message.Name.Value);
        writer.WriteString(MessageAttribute.Time.Name(), message.Time.UtcDateTime);
        WriteText(writer, MessageAttribute.Subject, message.Subject);
        writer.WriteString(MessageAttribute.DataContentType.Name(), MessageAttributes.ContentType);
        writer.WriteString(MessageAttribute.DataSchema.Name(), row.Schema);
        WriteText(writer, MessageAttribute.TraceParent, message.Trace.Parent);
        WriteText(writer, MessageAttribute.TraceState, message.Trace.State);
        WriteId(writer, MessageAttribute.CorrelationId, message.CorrelationId);
        WriteId(writer, MessageAttribute.CausationId, message.CausationId);
        WriteText(writer, MessageAttribute.Account, message.Scope.Account);
        WriteText(writer, MessageAttribute.Strategy, message.Scope.Strategy);
        WriteText(writer, MessageAttribute.Symbol, message.Scope.Symbol.Value);
    }

    private static void CheckText(Message message, MessageAttribute attribute, string? text)
    {
        if (!string.IsNullOrEmpty(text) && !MessageAttributes.IsText(text)) throw Unwritable(MessageFault.InvalidAttribute, message, attribute, "it holds control characters");
    }

    private static void CheckName(Message message, MessageAttribute attribute, string name)
    {
        if (name.Length > 0 && !Scope.IsName(name)) throw Unwritable(MessageFault.InvalidAttribute, message, attribute, $"'{name}' is not 1 to 32 characters of a-z, 0-9 and _");
    }

    private static void WriteText(Utf8JsonWriter writer, MessageAttribute attribute, string? text)
    {
        if (!string.IsNullOrEmpty(text)) writer.WriteString(attribute.Name(), text);
    }

    private static void WriteId(Utf8JsonWriter writer, MessageAttribute attribute, MessageId id)
    {
        if (id.IsEmpty) return;
        Span<byte> digits = stackalloc byte[MessageId.Length];
        id.Format(digits);
        writer.WriteString(attribute.Name(), digits);
    }

    private static MessageFormatException Unwritable(MessageFault fault, Message message, MessageAttribute? attribute, string problem, Exception? inner = null) =>
        new(fault, attribute is { } at ? $"$.{at.Name()}" : "$", -1, $"{message.Name} for '{message.Subject}' cannot be written: {problem}", inner);
}
