using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Backtesting;

/// <summary>Replays bars through a desk in virtual time and measures what it made of them.</summary>
/// <remarks>Memory does not grow with the number of bars; closed trades are handed to the observer and not kept.</remarks>
public sealed class Backtest(VirtualDeskSettings settings, IMarketCalendar calendar, IBacktestObserver? observer = null)
{
    private const int BarsBetweenLooks = 8192;

    /// <summary>Runs to the end of the data, or until canceled, which leaves a result of what was done so far.</summary>
    public BacktestResult Run(HistoricalData data, CancellationToken cancellation)
    {
        var hash = new RunHash();
        var desk = new VirtualDesk(settings, calendar, hash);
        var recorder = new TradeRecorder(new PerformanceMeasure(settings.Exchange.StartingCash), desk.Lifecycles, observer);
        desk.Watch(recorder);
        var symbols = data.Series.Select(series => series.Symbol).ToArray();
        var started = TimeProvider.System.GetTimestamp();
        long bars = 0;
        long nextLook = 0;
        DateTimeOffset first = default;

        using var cursor = data.OpenCursor();
        var hasBar = cursor.MoveNext();
        if (hasBar)
        {
            first = cursor.Current.Start;
            desk.Open(first);
        }
        var told = new int[symbols.Length];
        while (hasBar)
        {
            var instant = cursor.Current.End;
            desk.AdvanceTo(instant);
            var count = 0;
            do
            {
                desk.Show(symbols[cursor.SymbolIndex], in cursor.Current);
                told[count++] = cursor.SymbolIndex;
                hasBar = cursor.MoveNext();
            }
            while (hasBar && cursor.Current.End == instant);
            bars += count;
            desk.Tell(told.AsSpan(0, count));
            recorder.Measure.OnMark(instant, desk.Exchange.Equity, desk.Exchange.HasPositions);
            if (bars >= nextLook)
            {
                nextLook = bars + BarsBetweenLooks;
                observer?.OnProgress(bars, instant);
                if (cancellation.IsCancellationRequested) break;
            }
        }
        return new BacktestResult(
            bars, TimeProvider.System.GetElapsedTime(started), first, desk.Now, recorder.Measure.Finish(), recorder.Measure.Equity.Days,
            recorder.Rejected.ToImmutableSortedDictionary(StringComparer.Ordinal), recorder.Canceled, desk.Lifecycles.LiveTrades,
            desk.MessagesHandled, hash.Transitions, hash.Fills, hash.ToString(), hasBar);
    }
}
