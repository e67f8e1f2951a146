using Trading.MarketData;

namespace Trading.Runtime.Reports;

/// <summary>Keeps the prices of a run for its charts, in memory that does not grow with the number of bars.</summary>
/// <remarks>
/// Of each symbol it keeps at most <see cref="Capacity"/> bars. When these are used up, neighbours are merged two by two and
/// each further bar stands for twice as many, so that opens, highs, lows, closes and volume are kept. Taking a bar allocates
/// nothing but this room, which grows as it is needed.
/// </remarks>
public sealed class PriceSampler
{
    public const int DefaultCapacity = 1500;

    private readonly Dictionary<Symbol, Sample> _samples = [];
    private Sample? _last;

    /// <param name="capacity">Bars kept of a symbol: an even number from 2 up.</param>
    public PriceSampler(int capacity = DefaultCapacity)
    {
        if (capacity < 2 || capacity % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "Neighbours are merged in pairs: the capacity is an even number from 2 up.");
        Capacity = capacity;
    }

    public int Capacity { get; }

    /// <summary>Takes the next bar of a symbol. Bars of one symbol come oldest first.</summary>
    public void Add(Symbol symbol, in Bar bar)
    {
        if (_last is not { } sample || sample.Symbol != symbol)
        {
            if (!_samples.TryGetValue(symbol, out sample!)) _samples[symbol] = sample = new Sample(symbol, Capacity);
            _last = sample;
        }
        sample.Add(bar);
    }

    /// <summary>What was kept so far, by symbol.</summary>
    public IReadOnlyList<PriceSeries> ToSeries() =>
        [.. _samples.Values.OrderBy(sample => sample.Symbol).Select(sample => sample.ToSeries())];

    private sealed class Sample(Symbol symbol, int capacity)
    {
        private readonly List<Bar> _full = [];
        private Bar _current;
        private long _inCurrent;
        private long _perBar = 1;

        public Symbol Symbol { get; } = symbol;

        public void Add(in Bar bar)
        {
            _current = _inCurrent == 0 ? bar : PriceSeries.Merge(_current, bar);
            if (++_inCurrent < _perBar) return;
            _full.Add(_current);
            _inCurrent = 0;
            if (_full.Count == capacity) MergeNeighbours();
        }

        public PriceSeries ToSeries() => new(Symbol, _inCurrent == 0 ? [.. _full] : [.. _full, _current]);

        private void MergeNeighbours()
        {
            for (var i = 0; i < capacity / 2; i++) _full[i] = PriceSeries.Merge(_full[2 * i], _full[(2 * i) + 1]);
            _full.RemoveRange(capacity / 2, capacity / 2);
            _perBar *= 2;
        }
    }
}
