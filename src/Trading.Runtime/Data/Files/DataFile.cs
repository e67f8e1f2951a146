using System.IO.Compression;

namespace Trading.Runtime.Data;

/// <summary>An open file of data and the texts in it. What it is, its first bytes tell, not its name.</summary>
internal sealed class DataFile : IDisposable
{
    private static readonly string[] TextExtensions = [".csv", ".tsv", ".psv", ".txt"];

    private readonly ZipArchive? _archive;

    private DataFile(IReadOnlyList<CsvText> texts, IReadOnlyList<string> others, ZipArchive? archive) =>
        (Texts, Others, _archive) = (texts, others, archive);

    public IReadOnlyList<CsvText> Texts { get; }

    /// <summary>The names of the entries of an archive that are no tables of prices by their names.</summary>
    public IReadOnlyList<string> Others { get; }

    public static bool IsBars(DataFilePath file) => BarFileHeader.StartsWithMagic(FirstBytes(file));

    /// <exception cref="InvalidDataException">An archive is damaged; so may reading its texts throw.</exception>
    public static DataFile Open(DataFilePath file)
    {
        var first = FirstBytes(file);
        if (first.StartsWith("PK\u0003\u0004"u8) || first.StartsWith("PK\u0005\u0006"u8)) return OpenArchive(file);
        Func<Stream> open = first.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])
            ? () => new GunzipStream(OpenFile(file))
            : () => OpenFile(file);
        return new DataFile([new CsvText(file.Name, open)], [], null);
    }

    public void Dispose() => _archive?.Dispose();

    private static DataFile OpenArchive(DataFilePath file)
    {
        var archive = new ZipArchive(OpenFile(file), ZipArchiveMode.Read);
        try
        {
            var entries = archive.Entries
                .Where(entry => entry.Name is not ([] or ['.', ..]) && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
                .ToLookup(entry => TextExtensions.Any(extension => entry.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)));
            string NameOf(ZipArchiveEntry entry) => $"{file.Name}/{entry.FullName}";
            return new DataFile(
                [.. entries[true].Select(entry => new CsvText(NameOf(entry), () => new ProvenStream(entry.Open(), entry.Length, entry.Crc32)))],
                [.. entries[false].Select(NameOf)],
                archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(DataFilePath file) =>
        new(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 14, FileOptions.SequentialScan);

    private static ReadOnlySpan<byte> FirstBytes(DataFilePath file)
    {
        using var stream = OpenFile(file);
        var bytes = new byte[8];
        return bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
