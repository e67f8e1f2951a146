namespace Trading.Indicators;

/// <summary>What the closes of a standard deviation stand for.</summary>
public enum StandardDeviationOf
{
    /// <summary>Themselves: the squares are divided by n, as Bollinger, StockCharts and TA-Lib do.</summary>
    Population,

    /// <summary>A sample of something larger: the squares are divided by n - 1 (Bessel's correction).</summary>
    Sample,
}
