using System.Text;

namespace Trading.Runtime.Data;

/// <summary>A text that can be read from its start more than once: a file, or an entry of an archive.</summary>
/// <param name="Name">The name for messages.</param>
/// <param name="Open">Opens the plain, unpacked bytes.</param>
internal sealed record CsvText(string Name, Func<Stream> Open)
{
    private const int BufferSize = 1 << 14;

    /// <summary>Reads UTF-8, or UTF-16 or UTF-32 with their byte order mark.</summary>
    public StreamReader OpenReader() => new(Open(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);
}
