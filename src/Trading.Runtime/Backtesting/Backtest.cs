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
        var started = TimeProvider.System.GetTimestamp();
        using var cursor = data.OpenCursor();
        var replay = new BarReplay(data, cursor, desk, recorder.Measure);
        var first = replay.Begin();
        while (replay.HasBar && !cancellation.IsCancellationRequested)
        {
            replay.Go(BarsBetweenLooks);
            observer?.OnProgress(replay.Bars, desk.Now);
        }
        replay.Finish();
        return new BacktestResult(
            replay.Bars, TimeProvider.System.GetElapsedTime(started), first, desk.Now, recorder.Measure.Finish(), recorder.Measure.Equity.Days,
            recorder.Rejected.ToImmutableSortedDictionary(StringComparer.Ordinal), recorder.Canceled, desk.Lifecycles.LiveTrades,
            desk.MessagesHandled, hash.Transitions, hash.Fills, hash.ToString(), replay.HasBar);
    }
}
