using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Reads well-formed bars in order of time, none overlapping, as many at a time as the caller has room for.</summary>
public interface IBarReader : IDisposable
{
    /// <summary>Fills the front of <paramref name="destination"/> with the next bars.</summary>
    /// <returns>How many bars were written: at least one while there are any, 0 at the end.</returns>
    /// <exception cref="BarFileException">The source is a file and is damaged; no bar of the damaged block is given out.</exception>
    int Read(Span<Bar> destination);
}
