using System.Collections.Immutable;
using System.Text.Json;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>A folder of sources that were read from text once: a folder a source, a <c>.bars</c> file a series.</summary>
/// <remarks>
/// A source's folder appears whole or not at all, so that programs may share a cache. It is a copy only: what is damaged or
/// old in it is taken away, and the source is read from text again.
/// </remarks>
internal sealed class BarCache(string directory, TimeProvider time)
{
    private const string Contents = "contents.json";
    private const string DraftPrefix = "draft-";
    private static readonly TimeSpan DraftIsAbandonedAfter = TimeSpan.FromDays(1);

    /// <summary>The bars and the notes of a source, or null when they are not there in this state.</summary>
    public CachedSource? Find(SourceKey key)
    {
        var folder = FolderOf(key);
        try
        {
            using var stream = File.OpenRead(Path.Combine(folder, Contents));
            if (JsonSerializer.Deserialize(stream, CacheJson.Default.CacheContents) is not { Files.IsDefault: false, Notes.IsDefault: false } contents)
                return null;
            var paths = contents.Files.Select(file => Path.Combine(folder, Path.GetFileName(file)));
            return new CachedSource([.. paths.Select(path => new BarFileSource(() => BarBytes.OfFile(path), path))], contents.Notes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A folder to read a source into.</summary>
    /// <exception cref="CacheException">It cannot be made.</exception>
    public CacheDraft Begin() => CacheException.Guard(() =>
    {
        Directory.CreateDirectory(directory);
        TakeAway($"{DraftPrefix}*", draft => time.GetUtcNow() - Directory.GetLastWriteTimeUtc(draft) > DraftIsAbandonedAfter);
        return new CacheDraft(Directory.CreateDirectory(Path.Combine(directory, DraftPrefix + Path.GetRandomFileName())).FullName);
    });

    /// <summary>Puts a draft into its place, and takes away what the cache had of the source in other states.</summary>
    /// <exception cref="CacheException">The cache cannot be written.</exception>
    public CachedSource Put(
        SourceKey key,
        CacheDraft draft,
        IEnumerable<(Symbol Symbol, BarPeriod Period, StoredBars Bars)> series,
        ImmutableArray<DataNote> notes) => CacheException.Guard(() =>
    {
        var contents = new CacheContents(draft.Name(series), notes);
        File.WriteAllBytes(Path.Combine(draft.Folder, Contents), JsonSerializer.SerializeToUtf8Bytes(contents, CacheJson.Default.CacheContents));
        var folder = FolderOf(key);
        // Between the look and the move no other program may put its own, or it would be taken away while it is read.
        using var turn = SourceTurn.Take($"{directory}\n{key.Identity}");
        // Another program may have read the same source meanwhile: then its folder stays, and the draft goes.
        if (Find(key) is { } other) return other;
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.Move(draft.Folder, folder);
        TakeAway($"{key.Identity}-*", old => Path.GetFileName(old) != Path.GetFileName(folder));
        return Find(key) ?? throw new IOException("what was written cannot be read again");
    });

    private string FolderOf(SourceKey key) => Path.Combine(directory, $"{key.Identity}-{key.State}");

    private void TakeAway(string pattern, Predicate<string> isOld)
    {
        try
        {
            foreach (var folder in Directory.GetDirectories(directory, pattern))
                if (isOld(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another program reads it or takes it away itself; the next one to come tries again.
        }
    }
}
