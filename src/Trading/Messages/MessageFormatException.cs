namespace Trading.Messages;

/// <summary>A message cannot be written, or bytes cannot be read as one. Doing it again gives the same.</summary>
/// <remarks>Bytes that fail belong in the dead-letter stream with <see cref="Fault"/> and the text.</remarks>
public sealed class MessageFormatException : FormatException
{
    internal MessageFormatException(MessageFault fault, string path, long offset, string problem, Exception? inner = null)
        : base($"{problem} (at {path}{(offset < 0 ? "" : $", byte {offset}")})", inner)
    {
        Fault = fault;
        Path = path;
        Offset = offset;
    }

    public MessageFault Fault { get; }

    /// <summary>Where in the message, as a JSON path: <c>$.data.fill.price</c>.</summary>
    public string Path { get; }

    /// <summary>Where in the bytes, counted from zero; -1 where it is not known, as in writing.</summary>
    public long Offset { get; }
}
