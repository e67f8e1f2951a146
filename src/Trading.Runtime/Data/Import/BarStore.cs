namespace Trading.Runtime.Data;

/// <summary>Where an import puts the bars it has read: a folder of files, or memory.</summary>
internal abstract class BarStore
{
    /// <summary>A new, empty place.</summary>
    /// <exception cref="IOException">The disk is full or gone; so may writing be.</exception>
    public abstract StoredBars Add();
}
