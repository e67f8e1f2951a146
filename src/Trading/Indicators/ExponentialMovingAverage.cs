using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>The exponential moving average of closes, in dollars: previous + 2 / (n + 1) * (close - previous).</summary>
/// <remarks>
/// Ready with the n-th bar whatever the seed, so that changing the seed does not change when a strategy may act. An error
/// of rounding fades with the bar that made it, so the average does not drift.
/// StockCharts ChartSchool, Moving Averages; TA-Lib, EMA.
/// </remarks>
public sealed class ExponentialMovingAverage : IIndicator
{
    private readonly double _alpha;
    private double _average;
    private int _seen;

    /// <param name="period">Bars, 1 to 10,000.</param>
    /// <param name="seed">What the average starts from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 10,000, or the seed is none of the two.</exception>
    public ExponentialMovingAverage(int period, EmaSeed seed = EmaSeed.SimpleAverage)
    {
        Period = IndicatorPeriod.Check(period);
        Seed = seed is EmaSeed.SimpleAverage or EmaSeed.FirstValue
            ? seed
            : throw new ArgumentOutOfRangeException(nameof(seed), seed, "An average starts from SimpleAverage or FirstValue.");
        _alpha = 2.0 / (period + 1);
    }

    public int Period { get; }

    public EmaSeed Seed { get; }

    /// <summary>How many bars it takes until it is ready: n.</summary>
    public int WarmUpBars => Period;

    public bool IsReady => _seen == Period;

    public double Value => IsReady ? _average : double.NaN;

    public void Update(in Bar bar)
    {
        var close = bar.Close.ToDouble();
        var seeding = _seen < Period;
        if (seeding) _seen++;
        // A weight of one must give the close itself, and previous + (close - previous) may round.
        if (_seen == 1) _average = close;
        else _average += (close - _average) * (seeding && Seed == EmaSeed.SimpleAverage ? 1.0 / _seen : _alpha);
    }
}
