namespace Trading.Runtime.Data;

/// <summary>A <c>.bars</c> file is damaged, cut short or of another version, or cannot be opened.</summary>
/// <remarks>The message names the file and the offset, and says what to do.</remarks>
public sealed class BarFileException : IOException
{
    public BarFileException(string file, long offset, string message, Exception? inner = null)
        : base($"{file}, at byte {offset}: {message}", inner)
    {
        File = file;
        Offset = offset;
    }

    /// <summary>The path of the file, or the name of the image in memory.</summary>
    public string File { get; }

    /// <summary>Where in the file, in bytes from its start, the damaged header or block begins.</summary>
    public long Offset { get; }
}
