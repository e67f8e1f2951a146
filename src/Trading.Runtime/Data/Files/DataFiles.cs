using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Trading.Runtime.Data;

/// <summary>Finds the files that a path means: a file, the data files of a folder and its folders, or those a pattern fits.</summary>
internal static class DataFiles
{
    private static readonly string[] Extensions = [".csv", ".tsv", ".psv", ".txt", ".gz", ".zip", ".bars"];

    /// <summary>The files in ordinal order of their names, so that the same data is read in the same order everywhere.</summary>
    /// <param name="path">A file, a folder, or a pattern with <c>*</c>, <c>?</c> and <c>**</c> (any folders).</param>
    /// <param name="except">A folder that is not searched: the cache, where it lies within the data.</param>
    /// <exception cref="HistoricalDataException">There is none.</exception>
    public static IReadOnlyList<DataFilePath> Find(string path, string? except)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new HistoricalDataException("data", "no path is given; give a file, a folder or a pattern such as data/*.csv");
        try
        {
            if (File.Exists(path)) return [new DataFilePath(Path.GetFullPath(path), Path.GetFileName(path))];
            var found = Directory.Exists(path) ? InFolder(path, except, IsData)
                : path.AsSpan().ContainsAny('*', '?') ? ByPattern(path, except)
                : throw new HistoricalDataException(path, "is not there: no such file or folder");
            return found.Count > 0 ? found : throw new HistoricalDataException(path, $"has no data files: none ends in {string.Join(", ", Extensions)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new HistoricalDataException(path, $"cannot be read: {e.Message}", e);
        }
    }

    private static List<DataFilePath> ByPattern(string pattern, string? except)
    {
        var normal = pattern.Replace('\\', '/');
        var root = normal[..(normal.AsSpan(0, normal.AsSpan().IndexOfAny('*', '?')).LastIndexOf('/') + 1)];
        var expression = new Regex(
            "^" + Regex.Escape(normal[root.Length..]).Replace(@"\*\*/", "(.*/)?").Replace(@"\*\*", ".*").Replace(@"\*", "[^/]*").Replace(@"\?", "[^/]") + "$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | (OperatingSystem.IsWindows() ? RegexOptions.IgnoreCase : RegexOptions.None));
        var folder = root.Length == 0 ? "." : root;
        return Directory.Exists(folder)
            ? InFolder(folder, except, expression.IsMatch)
            : throw new HistoricalDataException(pattern, $"cannot be searched: there is no folder '{folder}'");
    }

    private static List<DataFilePath> InFolder(string folder, string? except, Predicate<string> takes)
    {
        var root = Path.GetFullPath(folder);
        var excluded = except is null ? null : Path.GetFullPath(except);
        var files = new FileSystemEnumerable<string>(
            root,
            (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            // A link to a folder above would have no end.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0 && entry.ToFullPath() != excluded,
        };
        return
        [
            .. files
                .Select(file => new DataFilePath(file, Path.GetRelativePath(root, file).Replace('\\', '/')))
                .Where(file => takes(file.Name))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
    }

    private static bool IsData(string name) => Extensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
