using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>The range of a bar with the gap before it, in dollars.</summary>
/// <remarks>
/// The greatest of high - low, |high - previous close| and |low - previous close|.
/// The first bar has no close before it: its true range is high - low.
/// J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// </remarks>
public sealed class TrueRange : IIndicator
{
    private Price? _previousClose;

    /// <summary>How many bars it takes until it is ready: one.</summary>
    public int WarmUpBars { get; } = 1;

    public bool IsReady => _previousClose is not null;

    public double Value { get; private set; } = double.NaN;

    public void Update(in Bar bar)
    {
        Value = Between(_previousClose ?? bar.Close, bar).ToDouble();
        _previousClose = bar.Close;
    }

    internal static Price Between(Price previousClose, in Bar bar) =>
        Price.Max(bar.High, previousClose) - Price.Min(bar.Low, previousClose);
}
