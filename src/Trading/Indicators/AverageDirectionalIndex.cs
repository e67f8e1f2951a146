using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>Wilder's average directional index, 0 to 100: how strongly prices trend, up or down.</summary>
/// <remarks>
/// <para>
/// A bar's directional movement is the greater of its rise above the last high and its fall below the last low, if that is
/// positive and the two differ. Movement up, movement down and true range are smoothed as Wilder does from the second bar
/// on. +DI and -DI are 100 * smoothed movement / smoothed true range; DX is 100 * |+DI - -DI| / (+DI + -DI); the index is
/// DX smoothed once more. Without any range a DI is 0, and without any movement DX is 0.
/// </para>
/// <para>
/// +DI, -DI and DX come with bar n + 1, the index with bar 2n, as at StockCharts and in Wilder's worksheet. TA-Lib's first
/// value comes with the same bar but differs a little, because it seeds its smoothed sums with n - 1 bars instead of n.
/// </para>
/// J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; StockCharts ChartSchool, Average Directional Index.
/// </remarks>
public sealed class AverageDirectionalIndex : IIndicator
{
    private readonly WilderAverage _up;
    private readonly WilderAverage _down;
    private readonly WilderAverage _trueRange;
    private readonly WilderAverage _index;
    private bool _hasPrevious;
    private Price _previousHigh;
    private Price _previousLow;
    private Price _previousClose;

    /// <param name="period">Bars, 1 to 10,000; Wilder's is 14.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is not within 1 to 10,000.</exception>
    public AverageDirectionalIndex(int period)
    {
        Period = IndicatorPeriod.Check(period);
        _up = new WilderAverage(period);
        _down = new WilderAverage(period);
        _trueRange = new WilderAverage(period);
        _index = new WilderAverage(period);
    }

    public int Period { get; }

    /// <summary>How many bars it takes until it is ready: 2n.</summary>
    public int WarmUpBars => 2 * Period;

    public bool IsReady => _index.IsReady;

    /// <summary>The average directional index itself.</summary>
    public double Value => _index.Value;

    /// <summary>The share of upward movement in the true range, 0 to 100; NaN before bar n + 1.</summary>
    public double PlusDi { get; private set; } = double.NaN;

    /// <summary>The share of downward movement in the true range, 0 to 100; NaN before bar n + 1.</summary>
    public double MinusDi { get; private set; } = double.NaN;

    /// <summary>DX, 0 to 100: how far apart the two shares are, before smoothing; NaN before bar n + 1.</summary>
    public double DirectionalIndex { get; private set; } = double.NaN;

    public void Update(in Bar bar)
    {
        if (_hasPrevious) Move(bar);
        _hasPrevious = true;
        _previousHigh = bar.High;
        _previousLow = bar.Low;
        _previousClose = bar.Close;
    }

    private void Move(in Bar bar)
    {
        var up = bar.High - _previousHigh;
        var down = _previousLow - bar.Low;
        _up.Add(up > down && up.IsPositive ? up.ToDouble() : 0);
        _down.Add(down > up && down.IsPositive ? down.ToDouble() : 0);
        _trueRange.Add(TrueRange.Between(_previousClose, bar).ToDouble());
        if (!_trueRange.IsReady) return;

        var (plus, minus) = (_up.Value, _down.Value);
        PlusDi = Percent(plus, _trueRange.Value);
        MinusDi = Percent(minus, _trueRange.Value);
        DirectionalIndex = Percent(Math.Abs(plus - minus), plus + minus);
        _index.Add(DirectionalIndex);
    }

    private static double Percent(double part, double whole) => whole > 0 ? 100 * (part / whole) : 0;
}
