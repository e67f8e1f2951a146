using System.Runtime.InteropServices;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Bars that are in memory already.</summary>
internal sealed class SeriesSource(BarSeries series) : IBarSource
{
    public BarSeriesInfo Info { get; } = new(
        series.Symbol,
        series.Period,
        series.Bars.Length,
        series.Bars.IsEmpty ? null : series.Bars[0].Start,
        series.Bars.IsEmpty ? null : series.Bars[^1].End);

    public IBarReader OpenReader() => new Reader(series);

    /// <summary>Reads bars that stand in memory, so that who goes through them all need not have copies.</summary>
    internal sealed class Reader(BarSeries series) : IBarReader
    {
        private int _next;

        public int Read(Span<Bar> destination)
        {
            var count = Math.Min(destination.Length, series.Bars.Length - _next);
            series.Bars.AsSpan(_next, count).CopyTo(destination);
            _next += count;
            return count;
        }

        /// <summary>Whether there are bars and none was read.</summary>
        public bool IsAtStart => _next == 0 && !series.Bars.IsEmpty;

        /// <summary>All bars at once, where none was read; nothing is left to read then. Not to be written to.</summary>
        public Bar[] TakeAll()
        {
            _next = series.Bars.Length;
            return ImmutableCollectionsMarshal.AsArray(series.Bars) ?? [];
        }

        public void Dispose()
        {
        }
    }
}
