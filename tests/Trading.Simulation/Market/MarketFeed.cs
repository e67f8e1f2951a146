using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Simulation;

/// <summary>What the desk sees of the market: the tapes, late or not at all while the feed is silent.</summary>
internal sealed class MarketFeed(SymbolTape[] tapes, Faults faults) : IMarketDataSource, IBarHistory
{
    private readonly Dictionary<Symbol, Quote> _lastHeard = [];

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation)
    {
        if (faults.Strike(FaultKind.QuoteMissing)) return new((Quote?)null);
        if (!faults.IsFeedSilent && Of(symbol).Quote is { } quote) _lastHeard[symbol] = quote;
        return new(_lastHeard.GetValueOrDefault(symbol));
    }

    public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        if (faults.IsFeedSilent) return new(ImmutableArray<Bar>.Empty);
        var bars = Of(symbol).Bars;
        var first = bars.Count;
        while (first > 0 && bars[first - 1].End > from) first--;
        var last = bars.Count;
        while (last > first && bars[last - 1].End > to) last--;
        return new([.. bars.GetRange(first, last - first)]);
    }

    public ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation)
    {
        var bars = Of(symbol).Bars;
        var last = bars.Count;
        while (last > 0 && bars[last - 1].End > end) last--;
        var first = Math.Max(0, last - count);
        return new([.. bars.GetRange(first, last - first)]);
    }

    private SymbolTape Of(Symbol symbol)
    {
        foreach (var tape in tapes)
            if (tape.Symbol == symbol) return tape;
        throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "Not a symbol of the run.");
    }
}
