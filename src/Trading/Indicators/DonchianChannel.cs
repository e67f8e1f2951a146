using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>Donchian's channel, in dollars: the highest high and the lowest low of n bars.</summary>
/// <remarks>
/// Constant time a bar on average, n steps at worst. Values are the highs and lows themselves, without rounding.
/// Richard Donchian's four-week rule; StockCharts ChartSchool, Price Channels (before the current bar).
/// </remarks>
public sealed class DonchianChannel : IIndicator
{
    private readonly SlidingMaximum _highs;
    private readonly SlidingMaximum _negatedLows;
    private int _seen;

    /// <param name="period">Bars, 1 to 10,000; four weeks are 20 daily bars.</param>
    /// <param name="window">Whether the current bar is one of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 10,000, or the window is none of the two.</exception>
    public DonchianChannel(int period, DonchianWindow window = DonchianWindow.BeforeCurrent)
    {
        Period = IndicatorPeriod.Check(period);
        Window = window is DonchianWindow.BeforeCurrent or DonchianWindow.IncludingCurrent
            ? window
            : throw new ArgumentOutOfRangeException(nameof(window), window, "A channel is BeforeCurrent or IncludingCurrent.");
        _highs = new SlidingMaximum(period);
        _negatedLows = new SlidingMaximum(period);
    }

    public int Period { get; }

    public DonchianWindow Window { get; }

    /// <summary>How many bars it takes until it is ready: n with the current bar, n + 1 without it.</summary>
    public int WarmUpBars => Window == DonchianWindow.IncludingCurrent ? Period : Period + 1;

    public bool IsReady => _seen == WarmUpBars;

    /// <summary>The middle of the channel: the mean of <see cref="Upper"/> and <see cref="Lower"/>.</summary>
    public double Value => (Upper + Lower) / 2;

    /// <summary>The highest high.</summary>
    public double Upper { get; private set; } = double.NaN;

    /// <summary>The lowest low.</summary>
    public double Lower { get; private set; } = double.NaN;

    public void Update(in Bar bar)
    {
        if (_seen < WarmUpBars) _seen++;
        if (Window == DonchianWindow.BeforeCurrent) Read();
        _highs.Push(bar.High.Units);
        _negatedLows.Push(-bar.Low.Units);
        if (Window == DonchianWindow.IncludingCurrent) Read();
    }

    private void Read()
    {
        if (!IsReady) return;
        Upper = Price.FromUnits(_highs.Value).ToDouble();
        Lower = Price.FromUnits(-_negatedLows.Value).ToDouble();
    }
}
