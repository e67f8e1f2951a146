using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Runtime.Backtesting;

/// <summary>The market data of virtual time: of each symbol the newest bar that has ended, and its close as the quote.</summary>
/// <remarks>There is no history before the first bar, so that strategies warm up on the bars themselves.</remarks>
public sealed class BarFeed : IMarkSource, IBarHistory
{
    private readonly SymbolMap<NewestBar> _newest = new();

    /// <summary>Makes a bar known.</summary>
    public void Push(Symbol symbol, in Bar bar) => PlaceOf(symbol).Set(bar);

    /// <summary>Where the newest bar of a symbol is, and those after it will be.</summary>
    internal NewestBar PlaceOf(Symbol symbol)
    {
        if (!_newest.TryGet(symbol, out var newest)) _newest.Set(symbol, newest = new NewestBar());
        return newest;
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

    private NewestBar? Find(Symbol symbol) => _newest.TryGet(symbol, out var newest) && newest.IsThere ? newest : null;
}
