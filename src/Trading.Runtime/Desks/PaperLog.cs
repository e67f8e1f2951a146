using System.Text;
using System.Text.Json;

namespace Trading.Runtime.Desks;

/// <summary>The calls that a paper account has taken, one JSON object a line, on the disk before they are answered.</summary>
/// <remarks>The first line names the data, because the same calls on other bars would be another account. A last line that was cut off is dropped: its call was not answered.</remarks>
public sealed class PaperLog : IDisposable
{
    private readonly FileStream _file;

    private PaperLog(FileStream file, List<PaperCall> calls) => (_file, Calls) = (file, calls);

    internal IReadOnlyList<PaperCall> Calls { get; }

    /// <param name="data">What the account trades on, in words.</param>
    /// <exception cref="IOException">The log is of other data, held by another process, or cannot be opened.</exception>
    public static PaperLog Open(string path, string data)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        file.SetLength(whole);
        file.Position = whole;
        if (lines.Length == 0)
        {
            var log = new PaperLog(file, []);
            log.WriteLine(data);
            return log;
        }
        if (lines[0] == data) return new PaperLog(file, [.. lines.Skip(1).Select(line => JsonSerializer.Deserialize(line, DeskJson.Default.PaperCall)!)]);
        file.Dispose();
        throw new IOException($"The paper account {path} traded on {lines[0]}, not on {data}. Go on with that, or name another folder with --desk.");
    }

    internal void Append(PaperCall call) => WriteLine(JsonSerializer.Serialize(call, DeskJson.Default.PaperCall));

    public void Dispose() => _file.Dispose();

    /// <summary>A line that the disk did not take whole is taken back, so that the next does not begin in the middle of it.</summary>
    private void WriteLine(string line)
    {
        var end = _file.Position;
        try
        {
            _file.Write(Encoding.UTF8.GetBytes(line + '\n'));
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            _file.SetLength(end);
            _file.Position = end;
            throw;
        }
    }
}
