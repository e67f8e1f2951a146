using System.IO.Compression;
using System.Text;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>A folder of its own for a test, with short ways to put data into it and to open it.</summary>
internal sealed class TempFolder : IDisposable
{
    private static readonly NyseCalendar Nyse = new();

    public string Path { get; } = Directory.CreateTempSubdirectory("trading-data-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public string WriteZip(string name, params (string Name, string Text)[] entries)
    {
        using var archive = new ZipArchive(File.Create(this[name]), ZipArchiveMode.Create);
        foreach (var (entry, text) in entries)
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return this[name];
    }

    public HistoricalData Open(string name = "", HistoricalDataOptions? options = null) => HistoricalData.Open(this[name], Nyse, options);

    /// <summary>Writes a file and opens it alone.</summary>
    public HistoricalData Open(string name, string text, HistoricalDataOptions? options = null)
    {
        Write(name, text);
        return Open(name, options);
    }

    /// <summary>Writes a file, opens it alone, and gives back why that failed.</summary>
    public HistoricalDataException Refuse(string name, string text, HistoricalDataOptions? options = null) =>
        Assert.Throws<HistoricalDataException>(() => Open(name, text, options));

    public static byte[] Gzip(string text, CompressionLevel level = CompressionLevel.Fastest)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, level)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
