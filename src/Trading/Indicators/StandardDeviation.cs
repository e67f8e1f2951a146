using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>The standard deviation of the last n closes about their mean, in dollars.</summary>
/// <remarks>
/// The variance is kept exactly in whole numbers, so nothing cancels and nothing drifts: a flat window gives 0 whatever came
/// before it, and closes a cent apart at a billion dollars lose no digit.
/// StockCharts ChartSchool, Standard Deviation (population).
/// </remarks>
public sealed class StandardDeviation : IIndicator
{
    private readonly CloseWindow _closes;
    private readonly SquaredSpread _spread = new();
    private readonly double _divisor;

    /// <param name="period">Bars, 1 to 10,000; from 2 for a sample.</param>
    /// <param name="of">What the squares are divided by.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range, or the divisor none of the two.</exception>
    public StandardDeviation(int period, StandardDeviationOf of = StandardDeviationOf.Population)
    {
        Of = of is StandardDeviationOf.Population or StandardDeviationOf.Sample
            ? of
            : throw new ArgumentOutOfRangeException(nameof(of), of, "A standard deviation is of a Population or of a Sample.");
        var sample = of == StandardDeviationOf.Sample;
        _closes = new CloseWindow(IndicatorPeriod.Check(period, sample ? 2 : IndicatorPeriod.Minimum));
        _divisor = (double)period * (sample ? period - 1 : period);
    }

    public int Period => _closes.Period;

    public StandardDeviationOf Of { get; }

    /// <summary>How many bars it takes until it is ready: n.</summary>
    public int WarmUpBars => Period;

    public bool IsReady => _closes.IsFull;

    /// <summary>The standard deviation itself.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>The mean of the same closes: their simple moving average.</summary>
    public double Mean { get; private set; } = double.NaN;

    public void Update(in Bar bar)
    {
        var entering = bar.Close.Units;
        var leaving = _closes.Push(entering);
        _spread.Replace(leaving, entering, Period, _closes.Sum);
        if (!IsReady) return;
        Mean = _closes.Mean;
        Value = Math.Sqrt(_spread.ToDouble() / _divisor) / Price.UnitsPerDollar;
    }
}
