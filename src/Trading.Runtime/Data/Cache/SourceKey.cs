using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>What cached bars depend on: which data it is and how it is read, and the state in which the files are.</summary>
/// <param name="Identity">Of the path and the options. One identity has one state at a time.</param>
/// <param name="State">Of the files' names, sizes and times of change, and of the program that reads them.</param>
internal sealed record SourceKey(string Identity, string State)
{
    public static SourceKey Of(string path, IReadOnlyList<DataFilePath> files, IMarketCalendar calendar, HistoricalDataOptions options)
    {
        var identity = new StringBuilder()
            .AppendLine(Path.GetFullPath(path))
            .AppendLine((options with { CacheDirectory = null }).ToString())
            .AppendLine(calendar.GetType().FullName);
        // A build may read a text, or know a session, otherwise than the one before it.
        var state = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{BarFileHeader.Version} {typeof(SourceKey).Module.ModuleVersionId} ")
            .Append(CultureInfo.InvariantCulture, $"{calendar.GetType().Module.ModuleVersionId}\n");
        foreach (var file in files)
        {
            var info = new FileInfo(file.FullPath);
            state.Append(CultureInfo.InvariantCulture, $"{file.Name}\n{info.Length} {info.LastWriteTimeUtc.Ticks}\n");
        }
        return new SourceKey(Hash(identity), Hash(state));
    }

    private static string Hash(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12));
}
