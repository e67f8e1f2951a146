namespace Trading.Runtime.Backtesting;

/// <summary>The worth of the account over time: every mark for the drawdown, one point a day for the curve and the returns.</summary>
public sealed class EquityCurve(decimal starting)
{
    private readonly List<EquityPoint> _points = [];
    private decimal _peak = starting;
    private decimal _trough = starting;
    private double _worst;
    private DateTimeOffset _lastTime;
    private long _dayEnds;
    private decimal _lastEquity = starting;

    /// <summary>One point for each day with a mark (UTC days), the last mark of the day.</summary>
    public IReadOnlyList<EquityPoint> Days => _points;

    public decimal Ending => _lastEquity;

    /// <summary>The deepest fall from a highest worth, as a fraction of it, over all marks.</summary>
    public double MaximumDrawdown => _worst;

    /// <summary>Whether a mark of this time is of the same day as the last one.</summary>
    internal bool IsSameDay(DateTimeOffset time) => time.UtcTicks < _dayEnds;

    /// <summary>Takes in what the account is worth, and tells whether that is more than ever before.</summary>
    public bool Mark(DateTimeOffset time, decimal equity)
    {
        if (time.UtcTicks >= _dayEnds)
        {
            if (_lastTime != default) AddPoint();
            _dayEnds = time.UtcDateTime.Date.AddDays(1).Ticks;
        }
        _lastTime = time;
        if (equity == _lastEquity) return false;
        _lastEquity = equity;
        var isHigh = equity > _peak;
        if (equity >= _peak) _peak = _trough = equity;
        if (equity >= _trough) return isHigh;
        // Only a new low since the peak can be a deeper fall, which spares most marks a division.
        _trough = equity;
        _worst = Math.Max(_worst, Drawdown);
        return false;
    }

    /// <summary>Ends the curve with the last mark.</summary>
    public void Finish()
    {
        if (_lastTime != default) AddPoint();
    }

    private double Drawdown => _peak <= 0 ? 0 : (double)(_peak - _lastEquity) / (double)_peak;

    private void AddPoint() => _points.Add(new EquityPoint(_lastTime, _lastEquity, Drawdown));
}
