using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Runtime.Desks;

/// <summary>The newest bars of each symbol, as market data and as the history from which strategies are rebuilt. Safe for several threads.</summary>
public sealed class BarShelf : IMarketDataSource, IBarHistory
{
    private const int MostKept = 4096;

    private readonly Dictionary<Symbol, List<Bar>> _bars = [];
    private readonly Lock _lock = new();

    public void Push(Symbol symbol, in Bar bar)
    {
        lock (_lock)
        {
            if (!_bars.TryGetValue(symbol, out var bars)) _bars.Add(symbol, bars = []);
            if (bars.Count == 2 * MostKept) bars.RemoveRange(0, MostKept);
            bars.Add(bar);
        }
    }

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation)
    {
        lock (_lock) return new(_bars.TryGetValue(symbol, out var bars) ? Quote.At(symbol, bars[^1].Close, bars[^1].End) : null);
    }

    public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        new(Find(symbol, from, to));

    public ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation)
    {
        var bars = Find(symbol, DateTimeOffset.MinValue, end);
        return new(bars.Length <= count ? bars : bars[^count..]);
    }

    private ImmutableArray<Bar> Find(Symbol symbol, DateTimeOffset after, DateTimeOffset to)
    {
        lock (_lock)
        {
            if (!_bars.TryGetValue(symbol, out var bars)) return [];
            var last = bars.Count;
            while (last > 0 && bars[last - 1].End > to) last--;
            var first = last;
            while (first > 0 && bars[first - 1].End > after) first--;
            return [.. bars[first..last]];
        }
    }
}
