namespace Trading.Indicators;

/// <summary>What an exponential moving average starts from.</summary>
public enum EmaSeed
{
    /// <summary>The mean of the first n closes, as StockCharts and TA-Lib do.</summary>
    SimpleAverage,

    /// <summary>The first close, as MetaStock does.</summary>
    FirstValue,
}
