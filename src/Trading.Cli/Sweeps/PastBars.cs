using Trading.MarketData;
using Trading.Runtime.Data;
using Trading.Strategies;

namespace Trading.Cli.Sweeps;

/// <summary>The last bars of each symbol before a moment, so that strategies are warm when a window begins there.</summary>
/// <remarks>
/// A desk that goes on through the years does not lose its indicators where a window of a walk-forward begins; without these
/// bars a strategy would sit out the first months of each window. Nothing of the window itself is in them.
/// </remarks>
internal sealed class PastBars
{
    private readonly Dictionary<Symbol, Queue<Bar>> _bars = [];

    /// <param name="count">How many bars of each symbol are kept at the most.</param>
    public PastBars(HistoricalData data, DateTimeOffset moment, int count)
    {
        using var cursor = data.Between(DateTimeOffset.MinValue, moment).OpenCursor();
        while (cursor.MoveNext())
        {
            var symbol = data.Series[cursor.SymbolIndex].Symbol;
            if (!_bars.TryGetValue(symbol, out var bars)) _bars[symbol] = bars = new Queue<Bar>();
            if (bars.Count == count && count > 0) bars.Dequeue();
            if (count > 0) bars.Enqueue(cursor.Current);
        }
    }

    /// <summary>The strategy with instances that have seen the past; the signals they gave there are thrown away.</summary>
    public IEnumerable<RunningStrategy> Warm(RunningStrategy strategy) =>
        strategy.Symbols.Select(symbol => strategy with { Symbols = [symbol], Create = () => Warmed(strategy.Create(), symbol) });

    private IStrategy Warmed(IStrategy fresh, Symbol symbol)
    {
        if (!_bars.TryGetValue(symbol, out var bars)) return fresh;
        foreach (var bar in bars.Skip(bars.Count - fresh.WarmUpBars)) fresh.OnBar(in bar);
        return fresh;
    }
}
