using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Runtime.Backtesting;

/// <summary>The market data of virtual time: of each symbol the newest bar that has ended, and its close as the quote.</summary>
/// <remarks>There is no history before the first bar, so that strategies warm up on the bars themselves.</remarks>
public sealed class BarFeed : IMarkSource, IBarHistory
{
    private readonly SymbolMap<Newest> _newest = new();

    /// <summary>Makes a bar known.</summary>
    public void Push(Symbol symbol, in Bar bar)
    {
        if (!_newest.TryGet(symbol, out var newest)) _newest.Set(symbol, newest = new Newest());
        newest.Bar = bar;
    }

    /// <summary>The newest bar of a symbol that was pushed.</summary>
    /// <exception cref="InvalidOperationException">None was.</exception>
    public ref readonly Bar NewestOf(Symbol symbol)
    {
        if (Find(symbol) is { } newest) return ref newest.Bar;
        throw new InvalidOperationException($"No bar of {symbol} was shown.");
    }

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) =>
        new(Find(symbol) is { } newest ? Quote.At(symbol, newest.Bar.Close, newest.Bar.End) : null);

    public bool TryMark(Symbol symbol, out Price price, out DateTimeOffset time)
    {
        var newest = Find(symbol);
        (price, time) = newest is null ? default : (newest.Bar.Close, newest.Bar.End);
        return newest is not null;
    }

    public ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        new(Find(symbol) is { } newest && newest.Bar.End > from && newest.Bar.End <= to ? [newest.Bar] : []);

    public ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation) => new([]);

    private Newest? Find(Symbol symbol) => _newest.TryGet(symbol, out var newest) ? newest : null;

    private sealed class Newest
    {
        public Bar Bar;
    }
}
