namespace Trading.Runtime.Data;

/// <summary>Bars of one symbol and period that can be read from the start any number of times.</summary>
public interface IBarSource
{
    BarSeriesInfo Info { get; }

    /// <summary>A new reader that stands ahead of the first bar. Readers of one source do not disturb each other.</summary>
    /// <exception cref="BarFileException">The source is a file that has gone, cannot be opened or is damaged.</exception>
    IBarReader OpenReader();
}
