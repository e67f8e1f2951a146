using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>The bars of a source that start at a moment or later and end at another or earlier.</summary>
internal sealed class BarWindow : IBarSource
{
    private readonly IBarSource _source;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    public BarWindow(IBarSource source, DateTimeOffset from, DateTimeOffset to)
    {
        (_source, _from, _to) = (source, from, to);
        var holdsAll = source.Info.FirstStart >= from && source.Info.LastEnd <= to;
        Info = holdsAll ? source.Info : source.Info with { Count = null, FirstStart = null, LastEnd = null };
    }

    public BarSeriesInfo Info { get; }

    public IBarReader OpenReader() => new Reader(this, _source.OpenReader());

    private sealed class Reader(BarWindow window, IBarReader bars) : IBarReader
    {
        private bool _ended;

        public int Read(Span<Bar> destination)
        {
            while (!_ended && !destination.IsEmpty)
            {
                var read = bars.Read(destination);
                var first = 0;
                while (first < read && destination[first].Start < window._from) first++;
                var end = read;
                while (end > first && destination[end - 1].End > window._to) end--;
                _ended = read == 0 || end < read;
                if (end == first) continue;
                if (first > 0) destination[first..end].CopyTo(destination);
                return end - first;
            }
            return 0;
        }

        public void Dispose() => bars.Dispose();
    }
}
