using System.Collections.Immutable;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports;
using Trading.Trades;
using static Trading.Trades.TradeState;

namespace Trading.Runtime.Tests.Reports;

/// <summary>Runs made by hand, the same each time.</summary>
internal static class Runs
{
    public static readonly DateTimeOffset Open = new(2024, 1, 2, 14, 30, 0, TimeSpan.Zero);

    public static BacktestResult Empty { get; } = ResultOf(new PerformanceMeasure(100_000m).Finish(), [], 0) with { First = default, Last = default };

    public static ReportInput EmptyReport { get; } = new("Nothing", [], Empty, [], 0, []);

    public static BacktestResult ResultOf(Performance performance, IReadOnlyList<EquityPoint> equity, long bars) => new(
        bars,
        TimeSpan.FromSeconds(bars / 2_500_000.0),
        Open,
        equity.Count > 0 ? equity[^1].Time : Open,
        performance,
        equity,
        ImmutableSortedDictionary<string, int>.Empty,
        Canceled: 0,
        OpenTrades: 0,
        Messages: 7 * bars,
        Transitions: 11,
        Fills: 4,
        Hash: "8f14e45fceea167a5a36dedd4bea2543",
        WasStopped: false);

    /// <summary>A run of so many days and trades over some symbols.</summary>
    public static ReportInput Report(int trades, int days = 500, int symbols = 1)
    {
        var measure = new PerformanceMeasure(100_000m);
        var equity = 100_000m;
        for (var day = 0; day < days; day++)
        {
            equity += 400 * (decimal)Math.Round(Math.Sin(day * 0.7) + (0.3 * Math.Cos(day * 0.05)) + 0.02, 6);
            measure.OnMark(Open.AddDays(day).AddHours(6.5), equity, true);
        }
        var closed = new ClosedTrade[trades];
        for (var i = 0; i < trades; i++)
        {
            closed[i] = Trade(i, Open.AddMinutes((long)i * days * 1440 / Math.Max(1, trades)), NameOf(i % symbols));
            measure.OnClosed(closed[i].Outcome);
        }
        var sampler = new PriceSampler();
        for (var symbol = 0; symbol < symbols; symbol++)
            for (var i = 0; i < days * 4; i++) sampler.Add(NameOf(symbol), Bar(i, Open.AddHours(6 * i), TimeSpan.FromHours(6)));
        return new ReportInput("Trend", [new ReportSetting("Fast average", "EMA 20")], ResultOf(measure.Finish(), measure.Equity.Days, days * 4L * symbols), closed, trades, sampler.ToSeries());
    }

    public static Bar Bar(int number, DateTimeOffset start, TimeSpan length)
    {
        var middle = 18_000 + (long)(900 * Math.Sin(number * 0.01)) + (number % 13 * 7);
        return new Bar(start, start + length, Cents(middle), Cents(middle + 20 + (number % 7)), Cents(middle - 20 - (number % 5)), Cents(middle + (number % 11) - 5), 1000 + number);
    }

    public static ClosedTrade Trade(int number, DateTimeOffset openedAt, Symbol symbol, string reason = "EMA 20 crossed above EMA 50", string strategy = "trend")
    {
        var scope = new Scope("paper", strategy, symbol);
        var direction = number % 3 == 0 ? TradeDirection.Short : TradeDirection.Long;
        var (entry, exit) = (180m + (number % 17 * 0.25m), 180m + (number % 29 * 0.17m));
        var gain = (direction.Sign() * (exit - entry) * 50) - 0.5m;
        var closedAt = openedAt.AddMinutes(37 + (number % 400));
        var why = (ExitReason)(number % 4);
        var signal = MessageId.From("signal", number);
        var path = History<TradeState>.Empty
            .Append(new(Scanning, Signaled, "Signal", reason, openedAt, signal))
            .Append(new(Signaled, Approved, "Approve", "", openedAt, signal))
            .Append(new(Approved, Entering, "SendEntry", "", openedAt, signal))
            .Append(new(Entering, TradeState.Open, "EntryDone", "", openedAt.AddMinutes(1), signal))
            .Append(new(TradeState.Open, Exiting, "BeginExit", why.ToString(), closedAt, signal))
            .Append(new(Exiting, Closed, "Flat", "", closedAt, signal));
        var plan = new TradePlan { Direction = direction, ReferencePrice = (Price)entry, SignaledAt = openedAt, Reason = reason };
        var outcome = new TradeClosed(TradeId.Of(signal, openedAt, scope), direction, 50, entry, exit, 0.5m, gain, openedAt, closedAt, why);
        return new ClosedTrade(scope, plan, outcome, -1.25m, 2.5m, path);
    }

    public static string HtmlOf(ReportInput input)
    {
        using var output = new StringWriter();
        HtmlReport.Write(input, output);
        return output.ToString();
    }

    private static Symbol NameOf(int symbol) => $"SYM{symbol}";

    private static Price Cents(long cents) => Price.FromUnits(cents * 1_000_000);
}
