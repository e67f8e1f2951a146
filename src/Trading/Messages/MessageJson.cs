using System.Buffers;

namespace Trading.Messages;

/// <summary>Writes and reads messages as CloudEvents 1.0 JSON objects (structured mode, one event).</summary>
/// <remarks>
/// Beside the attributes of CloudEvents there are <c>traceparent</c> and <c>tracestate</c>, <c>correlationid</c>,
/// <c>causationid</c>, <c>account</c>, <c>strategy</c> and <c>symbol</c>. Those with nothing to say are left out; a message
/// read without correlation or causation begins its own chain. Attributes and fields that are not known are passed over, and
/// data of an older version is brought up to date by the row of its event.
/// </remarks>
public static class MessageJson
{
    /// <summary>The most bytes a message may have, as the CloudEvents specification asks intermediaries to carry.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The media type of what is written.</summary>
    public const string MediaType = "application/cloudevents+json";

    private const int UsualBytes = 1024;

    /// <exception cref="MessageFormatException">The message is too large, or holds what cannot be written.</exception>
    public static byte[] Write(Message message)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes into a buffer that is used again and again. What is in it after an exception is to be thrown away.</summary>
    /// <exception cref="MessageFormatException">The message is too large, or holds what cannot be written.</exception>
    public static void Write(Message message, IBufferWriter<byte> buffer) => MessageWriter.Write(message, EventCatalogue.Desk, buffer);

    /// <exception cref="MessageFormatException">The bytes are no message that this program can read; the exception says what and where.</exception>
    public static Message Read(ReadOnlySpan<byte> json) => MessageReader.Read(json, EventCatalogue.Desk);
}
