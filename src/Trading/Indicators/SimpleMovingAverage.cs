using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>The mean close of the last n bars, in dollars.</summary>
/// <remarks>
/// The sum is kept exactly in whole hundred-millionths of a dollar, so the value depends on the n closes alone: after any
/// number of bars it equals, to the last bit, the value of an average that has seen only those n.
/// </remarks>
public sealed class SimpleMovingAverage : IIndicator
{
    private readonly CloseWindow _closes;

    /// <param name="period">Bars, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 10,000.</exception>
    public SimpleMovingAverage(int period) => _closes = new CloseWindow(period);

    public int Period => _closes.Period;

    /// <summary>How many bars it takes until it is ready: n.</summary>
    public int WarmUpBars => Period;

    public bool IsReady => _closes.IsFull;

    public double Value { get; private set; } = double.NaN;

    public void Update(in Bar bar)
    {
        _closes.Push(bar.Close.Units);
        if (_closes.IsFull) Value = _closes.Mean;
    }
}
