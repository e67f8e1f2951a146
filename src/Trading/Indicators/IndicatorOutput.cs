using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>One of the numbers of an indicator that has several, as an indicator of its own.</summary>
/// <remarks>Ready when that number is, which may be before the indicator as a whole.</remarks>
internal sealed class IndicatorOutput<TIndicator>(TIndicator source, Func<TIndicator, double> read) : IIndicator
    where TIndicator : IIndicator
{
    public bool IsReady => !double.IsNaN(Value);

    public double Value { get; private set; } = double.NaN;

    public void Update(in Bar bar)
    {
        source.Update(bar);
        Value = read(source);
    }
}
