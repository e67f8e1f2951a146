using System.Collections.Immutable;
using System.Diagnostics;
using Trading.MarketData;
using Trading.Risk;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Data;
using Trading.Runtime.Exchange;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Benchmarks;

/// <summary>A million made-up one-minute bars through the five agents, lifecycles, risk gate and simulated exchange, on one core.</summary>
/// <remarks>
/// The first runs of a process compile what they run, here as in the peer: some warm both up. After that both take turns of a run
/// each, so that a machine that changes its speed changes it for both, and the median of each counts.
/// </remarks>
internal static class BacktestBenchmark
{
    private const int Bars = 1_000_000;
    private const int WarmUps = 6;
    private const int Runs = 5;
    private const int Turns = 11;
    private const double Target = 2.5;
    private const string Account = "paper";
    private static readonly Symbol Stock = "TEST";

    public static IEnumerable<Row> Run()
    {
        var data = Data(Bars);
        var (median, peer) = InTurn(data);
        var millions = median.BarsPerSecond / 1e6;
        yield return Row.AtLeast("backtest of 1-minute bars, five agents, one core", millions, "Mbar/s", Target);
        foreach (var row in Shares(data, median)) yield return row;

        yield return Memory();

        var raw = RawLoop(data);
        yield return Row.Against("the same against the raw loop over arrays", millions, "Mbar/s", "EMA crossover over arrays", raw);

        if (peer is not null)
        {
            var same = peer.Trades == median.Performance.Trades && peer.ProfitCents == ProfitCents(median);
            yield return Row.Against("the same against grademark", millions, "Mbar/s", "grademark 0.3.0", peer.Bars / peer.Seconds / 1e6).RatioAtLeast(2);
            yield return new Row("trades and final equity equal grademark's", median.Performance.Trades, "trades", "grademark 0.3.0", peer.Trades, null, "equal", same);
        }
    }

    private static (BacktestResult Ours, Grademark.Result? Peer) InTurn(HistoricalData data)
    {
        using var grademark = Grademark.Start(data);
        var (ours, peer) = (new List<BacktestResult>(), new List<Grademark.Result>());
        for (var turn = -WarmUps; turn < Turns; turn++)
        {
            var (our, its) = (Backtest(data), grademark?.Run());
            if (turn < 0) continue;
            ours.Add(our);
            if (its is not null) peer.Add(its);
        }
        return (Median(ours), peer.Count == 0 ? null : peer.OrderBy(run => run.Seconds).ElementAt(peer.Count / 2));
    }

    /// <summary>Where the time goes: what a bar costs of which nothing follows, what more while shares are held, and what a trade costs.</summary>
    private static IEnumerable<Row> Shares(HistoricalData data, BacktestResult median)
    {
        var idle = NanosecondsOfBar(Median(data, CrossoverStrategy.Habit.Waits));
        var held = Math.Max(0, NanosecondsOfBar(Median(data, CrossoverStrategy.Habit.Holds)) - idle);
        var exposure = median.Performance.Exposure;
        var trades = NanosecondsOfBar(median) - idle - (exposure * held);
        yield return Row.Info("  a bar of which nothing follows", idle, "ns");
        yield return Row.Info("  more while shares are held", held, "ns");
        yield return Row.Info("  a trade from signal to close", trades * median.Bars / median.Performance.Trades / 1000, "us");
        yield return Row.Info("  what it allocates", BytesOfTrade(data), "KB");
        yield return Row.Info("  share of trades in the whole", trades / NanosecondsOfBar(median) * 100, "%");
    }

    private static double BytesOfTrade(HistoricalData data)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var trades = Backtest(data).Performance.Trades;
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / trades / 1000;
    }

    private static double NanosecondsOfBar(BacktestResult result) => 1e9 / result.BarsPerSecond;

    private static BacktestResult Median(HistoricalData data, CrossoverStrategy.Habit habit)
    {
        for (var i = 0; i < WarmUps; i++) _ = Backtest(data, habit);
        return Median([.. Enumerable.Range(0, Runs).Select(_ => Backtest(data, habit))]);
    }

    private static BacktestResult Median(List<BacktestResult> runs) => runs.OrderBy(run => run.Elapsed).ElementAt(runs.Count / 2);

    /// <summary>The managed heap that is alive early and late in a run over bars that are read as they are needed.</summary>
    private static Row Memory()
    {
        var heap = new HeapObserver();
        new Backtest(Settings(), new NyseCalendar(), heap).Run(Streamed(Bars), CancellationToken.None);
        return new Row(
            "live memory at the end of the run", heap.Last / 1e6, "MB", "after an eighth of it", heap.Early / 1e6, (double)heap.Last / heap.Early, "ratio <= 1.1", heap.Last <= 1.1 * heap.Early);
    }

    private sealed class HeapObserver : IBacktestObserver
    {
        private int _looks;

        public long Early { get; private set; }

        public long Last { get; private set; }

        public void OnTradeClosed(ClosedTrade trade)
        {
        }

        public void OnTradeEnded(Trade trade)
        {
        }

        public void OnProgress(long bars, DateTimeOffset time)
        {
            if (++_looks % 15 != 0) return;
            Last = GC.GetTotalMemory(forceFullCollection: true);
            if (Early == 0) Early = Last;
        }
    }

    /// <summary>The backtest over and over, for a profiler.</summary>
    public static IEnumerable<Row> Profile()
    {
        var data = Data(Bars);
        for (var i = 0; i < Runs * 2; i++)
        {
            var started = Environment.CpuUsage.TotalTime;
            _ = Backtest(data);
            yield return Row.Info($"run {i}, by processor time", Bars / (Environment.CpuUsage.TotalTime - started).TotalSeconds / 1e6, "Mbar/s");
        }
    }

    /// <summary>Bars in memory, as the peers have them, so that making them up is no part of the run.</summary>
    public static HistoricalData Data(int bars)
    {
        var made = ImmutableArray.CreateBuilder<Bar>(bars);
        using var cursor = Streamed(bars).OpenCursor();
        while (cursor.MoveNext()) made.Add(cursor.Current);
        return HistoricalData.Of(new BarSeries(Stock, BarPeriod.Minute, made.MoveToImmutable()));
    }

    private static HistoricalData Streamed(int bars) => HistoricalData.Of(SyntheticBars.OverSessions(Stock, seed: 42, bars, new DateOnly(2010, 1, 4), new NyseCalendar(), Price.FromDecimal(100)));

    private static BacktestResult Backtest(HistoricalData data, CrossoverStrategy.Habit habit = CrossoverStrategy.Habit.Crosses) =>
        new Backtest(Settings(habit), new NyseCalendar()).Run(data, CancellationToken.None);

    private static VirtualDeskSettings Settings(CrossoverStrategy.Habit habit = CrossoverStrategy.Habit.Crosses) => new()
    {
        Account = Account,
        Watched = [(Stock, BarPeriod.Minute)],
        Strategies = [new RunningStrategy(Account, "crossover", [Stock], BarPeriod.Minute, () => new CrossoverStrategy(habit))],
        Risk = new RiskSettings
        {
            Accounts =
            [
                new Trading.Risk.AccountRules
                {
                    Account = Account,
                    Sizing = new SizingRule.FixedShares(1),
                    Limits = RiskLimits.AccountDefaults with { Sessions = TradingSessions.Any, RequireStop = false, MaxConsecutiveLosses = null, CoolDown = null, MaxDrawdown = null, MaxDailyLoss = null },
                },
            ],
        },
        Exchange = new ExchangeOptions { StartingCash = 100_000, Fills = new UnlimitedFills() },
    };

    private static long ProfitCents(BacktestResult result) => (long)((result.Performance.EndingEquity - result.Performance.StartingEquity) * 100);

    private static double RawLoop(HistoricalData data)
    {
        var closes = new double[Bars];
        using (var cursor = data.OpenCursor())
            for (var i = 0; cursor.MoveNext(); i++) closes[i] = cursor.Current.Close.ToDouble();
        var best = double.MaxValue;
        for (var run = 0; run < Runs * 4; run++)
        {
            var started = Stopwatch.GetTimestamp();
            double fast = closes[0], slow = closes[0];
            var crossings = 0;
            var isAbove = false;
            foreach (var close in closes)
            {
                fast += 2.0 / 21 * (close - fast);
                slow += 2.0 / 51 * (close - slow);
                if (fast > slow != isAbove)
                {
                    isAbove = !isAbove;
                    crossings++;
                }
            }
            if (crossings > 0) best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return Bars / best / 1e6;
    }
}
