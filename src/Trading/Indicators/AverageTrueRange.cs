using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>Wilder's average true range, in dollars: a mean of n true ranges, then ((n - 1) * previous + true range) / n.</summary>
/// <remarks>
/// The first bar's true range is its high - low, so the first value comes with bar n, as at StockCharts; TA-Lib leaves the
/// first bar out and starts one bar later.
/// J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; StockCharts ChartSchool, Average True Range.
/// </remarks>
public sealed class AverageTrueRange : IIndicator
{
    private readonly TrueRange _trueRange = new();
    private readonly WilderAverage _average;

    /// <param name="period">Bars, 1 to 10,000; Wilder's is 14.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 10,000.</exception>
    public AverageTrueRange(int period)
    {
        Period = IndicatorPeriod.Check(period);
        _average = new WilderAverage(period);
    }

    public int Period { get; }

    /// <summary>How many bars it takes until it is ready: n.</summary>
    public int WarmUpBars => Period;

    public bool IsReady => _average.IsReady;

    public double Value => _average.Value;

    public void Update(in Bar bar)
    {
        _trueRange.Update(bar);
        _average.Add(_trueRange.Value);
    }
}
