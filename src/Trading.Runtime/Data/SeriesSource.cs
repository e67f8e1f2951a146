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

    private sealed class Reader(BarSeries series) : IBarReader
    {
        private int _next;

        public int Read(Span<Bar> destination)
        {
            var count = Math.Min(destination.Length, series.Bars.Length - _next);
            series.Bars.AsSpan(_next, count).CopyTo(destination);
            _next += count;
            return count;
        }

        public void Dispose()
        {
        }
    }
}
