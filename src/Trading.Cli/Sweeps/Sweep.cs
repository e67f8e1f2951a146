using Trading.Cli.Backtests;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Data;

namespace Trading.Cli.Sweeps;

/// <summary>Runs every combination, each on one thread with a desk of its own, as many at once as there are threads.</summary>
/// <remarks>The ranking does not depend on the number of threads: runs share nothing, and equals keep the order of the grid.</remarks>
internal sealed class Sweep(PreparedBacktest prepared, IReadOnlyList<GridPoint> points, Ranking ranking, int threads)
{
    /// <summary>How many backtests a sweep takes.</summary>
    public int Runs(int windows) => points.Count * (windows + 1) + windows;

    public SweepResult Run(int windows, double train, Action onRunDone, CancellationToken cancellation)
    {
        var all = Rank(prepared.Data, past: null, onRunDone, cancellation);
        var warmUp = windows == 0 ? 0 : points.Max(point => point.Strategy.Create().WarmUpBars);
        var walked = new List<WalkForwardWindow>();
        foreach (var (trainFrom, testFrom, testTo) in Split(windows, train))
        {
            if (cancellation.IsCancellationRequested) break;
            var trained = Rank(prepared.Data.Between(trainFrom, testFrom), new PastBars(prepared.Data, trainFrom, warmUp), onRunDone, cancellation);
            if (trained.Count == 0) break;
            var tested = RunOne(trained[0].Point, prepared.Data.Between(testFrom, testTo), new PastBars(prepared.Data, testFrom, warmUp), cancellation);
            onRunDone();
            walked.Add(new WalkForwardWindow(trainFrom, testFrom, testTo, trained[0], tested));
        }
        return new SweepResult(ranking, all, walked, cancellation.IsCancellationRequested);
    }

    private List<SweepRun> Rank(HistoricalData data, PastBars? past, Action onRunDone, CancellationToken cancellation)
    {
        var runs = new SweepRun?[points.Count];
        Parallel.For(0, points.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, (i, loop) =>
        {
            if (cancellation.IsCancellationRequested)
            {
                loop.Stop();
                return;
            }
            var run = RunOne(points[i], data, past, cancellation);
            if (!run.Result.WasStopped) runs[i] = run;
            onRunDone();
        });
        return [.. runs.OfType<SweepRun>().OrderByDescending(run => run.Score(ranking)).ThenBy(run => run.Point.Index)];
    }

    private SweepRun RunOne(GridPoint point, HistoricalData data, PastBars? past, CancellationToken cancellation)
    {
        var settings = prepared.With([point.Strategy]);
        if (past is not null) settings = settings with { Strategies = [.. settings.Strategies.SelectMany(past.Warm)] };
        return new SweepRun(point, new Backtest(settings, prepared.Calendar).Run(data, cancellation));
    }

    private IEnumerable<(DateTimeOffset TrainFrom, DateTimeOffset TestFrom, DateTimeOffset TestTo)> Split(int windows, double train)
    {
        if (windows == 0) yield break;
        var (first, last) = Span();
        var length = (last - first) / windows;
        for (var i = 0; i < windows; i++)
        {
            var from = first + (length * i);
            yield return (from, from + (length * train), i == windows - 1 ? last : from + length);
        }
    }

    /// <summary>Data that does not say when it begins and ends is gone through once to see.</summary>
    private (DateTimeOffset First, DateTimeOffset Last) Span()
    {
        var series = prepared.Data.Series;
        if (series.All(one => one is { FirstStart: not null, LastEnd: not null })) return (series.Min(one => one.FirstStart!.Value), series.Max(one => one.LastEnd!.Value));
        DateTimeOffset first = default, last = default;
        using var cursor = prepared.Data.OpenCursor();
        while (cursor.MoveNext())
        {
            if (first == default) first = cursor.Current.Start;
            last = cursor.Current.End;
        }
        return (first, last);
    }
}
