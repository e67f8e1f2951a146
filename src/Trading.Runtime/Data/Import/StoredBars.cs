namespace Trading.Runtime.Data;

/// <summary>A <c>.bars</c> image that an import writes and then reads.</summary>
internal abstract class StoredBars
{
    /// <summary>The stream to write to; closed by the one who writes.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Opens what was written, once the stream is closed.</summary>
    public abstract BarBytes Open();

    /// <summary>Gives up what was written.</summary>
    public abstract void Discard();
}
