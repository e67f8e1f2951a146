using System.Collections.Immutable;
using System.Globalization;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>A folder that a source is being read into. Unless the cache takes it, it goes away with this object.</summary>
internal sealed class CacheDraft(string folder) : BarStore, IDisposable
{
    private readonly List<OnDisk> _images = [];

    public string Folder => folder;

    public override StoredBars Add()
    {
        var image = new OnDisk(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{_images.Count}.run")));
        _images.Add(image);
        return image;
    }

    /// <summary>Names the images after their series, and lists the names.</summary>
    /// <exception cref="IOException">The disk is gone.</exception>
    public ImmutableArray<string> Name(IEnumerable<(Symbol Symbol, BarPeriod Period, StoredBars Bars)> series)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (var (symbol, period, bars) in series)
        {
            files.Add($"{Uri.EscapeDataString(symbol.Value)}-{period}.bars");
            File.Move(((OnDisk)bars).Path, Path.Combine(folder, files[^1]));
        }
        return files.DrainToImmutable();
    }

    public void Dispose()
    {
        foreach (var image in _images) image.Stream.Dispose();
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays behind is taken for no source, and goes with the abandoned drafts.
        }
    }

    private sealed class OnDisk(string path) : StoredBars
    {
        public string Path => path;
        public override Stream Stream { get; } = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        public override BarBytes Open() => BarBytes.OfFile(path);
        public override void Discard() => File.Delete(path);
    }
}
