namespace Trading.Runtime.Data;

/// <summary>A <c>.bars</c> image, on disk or in memory. Its header is read here, its blocks by each reader.</summary>
internal sealed class BarFileSource : IBarSource
{
    private readonly Func<BarBytes> _open;

    /// <exception cref="BarFileException">The image is damaged, cut short or cannot be opened.</exception>
    public BarFileSource(Func<BarBytes> open, string name)
    {
        _open = open;
        Name = name;
        using var reader = new BarFileReader(open());
        Info = reader.Info;
    }

    /// <summary>The path, for messages.</summary>
    public string Name { get; }

    public BarSeriesInfo Info { get; }

    /// <exception cref="BarFileException">The file has gone, or another has taken its place since it was listed.</exception>
    public IBarReader OpenReader()
    {
        var reader = new BarFileReader(_open());
        if (reader.Info == Info) return reader;
        reader.Dispose();
        throw new BarFileException(Name, 0, "the file was written anew while it was in use: open the data again");
    }
}
