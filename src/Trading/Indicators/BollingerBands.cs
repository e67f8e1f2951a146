using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>Bollinger's bands, in dollars: the mean of the last n closes, and k population standard deviations to either side.</summary>
/// <remarks>John Bollinger, Bollinger on Bollinger Bands, 2001; StockCharts ChartSchool, Bollinger Bands.</remarks>
public sealed class BollingerBands : IIndicator
{
    private readonly StandardDeviation _deviation;

    /// <param name="period">Bars, 1 to 10,000; Bollinger's is 20.</param>
    /// <param name="width">Standard deviations from the middle to a band, 0 or more; Bollinger's is 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 10,000, or the width is no distance.</exception>
    public BollingerBands(int period, double width = 2)
    {
        _deviation = new StandardDeviation(period);
        Width = double.IsFinite(width) && width >= 0
            ? width
            : throw new ArgumentOutOfRangeException(nameof(width), width, "A width is a finite number of standard deviations, 0 or more.");
    }

    public int Period => _deviation.Period;

    public double Width { get; }

    /// <summary>How many bars it takes until it is ready: n.</summary>
    public int WarmUpBars => Period;

    public bool IsReady => _deviation.IsReady;

    /// <summary>The middle band: the simple moving average.</summary>
    public double Value => _deviation.Mean;

    public double Upper => Value + Width * _deviation.Value;

    public double Lower => Value - Width * _deviation.Value;

    public void Update(in Bar bar) => _deviation.Update(bar);
}
