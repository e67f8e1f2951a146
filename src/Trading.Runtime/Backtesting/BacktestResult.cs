using System.Collections.Immutable;

namespace Trading.Runtime.Backtesting;

/// <summary>What came of a backtest.</summary>
/// <param name="Bars">Bars replayed.</param>
/// <param name="Elapsed">Wall-clock time of the replay.</param>
/// <param name="Hash">See <see cref="RunHash"/>.</param>
/// <param name="Rejected">Trades the risk gate denied, by denial code.</param>
/// <param name="OpenTrades">Trades still open at the end, marked at the last price.</param>
/// <param name="WasStopped">Whether it was interrupted before the data ended.</param>
public sealed record BacktestResult(
    long Bars,
    TimeSpan Elapsed,
    DateTimeOffset First,
    DateTimeOffset Last,
    Performance Performance,
    IReadOnlyList<EquityPoint> Equity,
    ImmutableSortedDictionary<string, int> Rejected,
    int Canceled,
    int OpenTrades,
    long Messages,
    long Transitions,
    long Fills,
    string Hash,
    bool WasStopped)
{
    public double BarsPerSecond => Elapsed > TimeSpan.Zero ? Bars / Elapsed.TotalSeconds : 0;
}
