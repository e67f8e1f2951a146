namespace Trading.Cli.Doctor;

/// <summary>Looks at the file of the journal: whether it is there, is one, and may be written.</summary>
internal static class JournalCheck
{
    private static ReadOnlySpan<byte> Header => "SQLite format 3\0"u8;

    public static Finding Run(string? path)
    {
        if (path is null) return new("journal", Health.Off, "none named", "name it with --journal FILE");
        try
        {
            if (!File.Exists(path)) return new("journal", Health.Warning, $"{path} is not there yet", "the desk makes it when it first runs; check the path if it has run");
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            Span<byte> start = stackalloc byte[100];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (length == 0) return new("journal", Health.Good, $"{path} is empty and can be written");
            if (length < start.Length || !start.StartsWith(Header)) return new("journal", Health.Bad, $"{path} is not a journal", "move it away; the desk rebuilds its state from the broker");
            // The page size stands at 16 of the header and the size in pages at 28: https://www.sqlite.org/fileformat.html
            var page = (start[16] << 8) | start[17];
            if (page == 1) page = 65_536;
            var pages = ((long)start[28] << 24) | ((long)start[29] << 16) | ((long)start[30] << 8) | start[31];
            return file.Length < page * pages
                ? new("journal", Health.Bad, $"{path} is cut off: {file.Length} of {page * pages} bytes", "restore it, or move it away; the desk rebuilds its state from the broker")
                : new("journal", Health.Good, $"{path} is whole, {file.Length / 1024} KiB, and can be written");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return new("journal", Health.Bad, closed.Message, "let this user read and write the file, and end other programs that hold it");
        }
    }
}
