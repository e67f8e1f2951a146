namespace Trading.Indicators;

/// <summary>Wilder's smoothing: the mean of the first n numbers, then ((n - 1) * previous + number) / n.</summary>
/// <remarks>
/// Written as previous + (number - previous) / n, the same thing, because that keeps an unchanging input unchanged to the
/// last bit. The seed is the running mean: the same step with the count so far in place of n. An error of rounding fades
/// with the number that made it, so the average does not drift.
/// J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// </remarks>
internal sealed class WilderAverage(int period)
{
    private double _average;
    private int _seen;

    public bool IsReady => _seen == period;

    public double Value => IsReady ? _average : double.NaN;

    public void Add(double number)
    {
        if (_seen < period) _seen++;
        _average = _seen == 1 ? number : _average + (number - _average) / _seen;
    }
}
