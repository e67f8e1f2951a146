using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>Wilder's relative strength index, 0 to 100: the share of rises in the smoothed moves of the close.</summary>
/// <remarks>
/// 100 - 100 / (1 + average gain / average loss), both averages smoothed as Wilder does, seeded with the mean of the first n
/// changes. Only gains give 100, only losses 0. A flat series has neither and gives 50; Wilder says nothing of it, and
/// TA-Lib gives 0.
/// J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; StockCharts ChartSchool, Relative Strength Index.
/// </remarks>
public sealed class RelativeStrengthIndex : IIndicator
{
    private readonly WilderAverage _gains;
    private readonly WilderAverage _losses;
    private Price? _previousClose;

    /// <param name="period">Changes of the close, 1 to 10,000; Wilder's is 14.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 10,000.</exception>
    public RelativeStrengthIndex(int period)
    {
        Period = IndicatorPeriod.Check(period);
        _gains = new WilderAverage(period);
        _losses = new WilderAverage(period);
    }

    public int Period { get; }

    /// <summary>How many bars it takes until it is ready: n + 1, because n changes need n + 1 closes.</summary>
    public int WarmUpBars => Period + 1;

    public bool IsReady => _gains.IsReady;

    public double Value { get; private set; } = double.NaN;

    public void Update(in Bar bar)
    {
        if (_previousClose is { } previous)
        {
            var change = (bar.Close - previous).ToDouble();
            _gains.Add(Math.Max(change, 0));
            _losses.Add(Math.Max(-change, 0));
            if (IsReady) Value = ShareOfGains(_gains.Value, _losses.Value);
        }
        _previousClose = bar.Close;
    }

    // The same as Wilder's formula, without its division by a loss of zero.
    private static double ShareOfGains(double gain, double loss) => gain + loss > 0 ? 100 * (gain / (gain + loss)) : 50;
}
