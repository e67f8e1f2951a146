using Trading.MarketData;

namespace Trading.Indicators;

/// <summary>The closes of the last bars, in hundred-millionths of a dollar, and their exact sum.</summary>
/// <remarks>
/// Prices are whole numbers, so the running sum is kept without rounding: it cannot drift, and depends on nothing but the
/// closes inside the window.
/// </remarks>
internal sealed class CloseWindow
{
    private readonly long[] _units;
    private readonly double _unitsPerMean;
    private int _next;
    private int _seen;

    public CloseWindow(int period)
    {
        _units = new long[IndicatorPeriod.Check(period)];
        _unitsPerMean = (double)period * Price.UnitsPerDollar;
    }

    public int Period => _units.Length;

    public bool IsFull => _seen == _units.Length;

    public Int128 Sum { get; private set; }

    /// <summary>In dollars, of a full window.</summary>
    public double Mean => (double)Sum / _unitsPerMean;

    /// <summary>Takes a close in and returns the one that leaves; zero while the window fills.</summary>
    public long Push(long units)
    {
        var leaving = _units[_next];
        _units[_next] = units;
        if (++_next == _units.Length) _next = 0;
        if (_seen < _units.Length) _seen++;
        Sum += (Int128)units - leaving;
        return leaving;
    }
}
