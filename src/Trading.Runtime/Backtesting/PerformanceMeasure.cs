using Trading.Trades;

namespace Trading.Runtime.Backtesting;

/// <summary>Gathers what the figures of a run are computed from, in memory that does not grow with trades or bars.</summary>
public sealed class PerformanceMeasure(decimal startingEquity)
{
    private const int TradingDaysOfYear = 252;
    private const double DaysOfYear = 365.25;

    private int _wins;
    private decimal _profits;
    private decimal _losses;
    private long _marks;
    private long _marksInMarket;
    private decimal _traded;
    private DateTimeOffset _first;
    private DateTimeOffset _last;

    public EquityCurve Equity { get; } = new(startingEquity);

    public int Trades { get; private set; }

    public decimal Fees { get; private set; }

    public void OnMark(DateTimeOffset time, decimal equity, bool isInMarket)
    {
        OnMark(time, isInMarket);
        Equity.Mark(time, equity);
    }

    /// <summary>The same where the curve is marked by another.</summary>
    internal void OnMark(DateTimeOffset time, bool isInMarket)
    {
        if (_marks++ == 0) _first = time;
        _last = time;
        if (isInMarket) _marksInMarket++;
    }

    public void OnFill(decimal value, decimal fee)
    {
        _traded += Math.Abs(value);
        Fees += fee;
    }

    public void OnClosed(TradeClosed trade)
    {
        Trades++;
        if (trade.ProfitAndLoss > 0)
        {
            _wins++;
            _profits += trade.ProfitAndLoss;
        }
        else
        {
            _losses -= trade.ProfitAndLoss;
        }
    }

    public Performance Finish()
    {
        Equity.Finish();
        var total = startingEquity > 0 ? (double)(Equity.Ending / startingEquity) - 1 : 0;
        var years = (_last - _first).TotalDays / DaysOfYear;
        var (mean, deviation, downside, meanEquity) = DailyReturns();
        return new Performance(
            startingEquity,
            Equity.Ending,
            total,
            years > 0 && total > -1 ? Math.Pow(1 + total, 1 / years) - 1 : null,
            deviation > 0 ? mean / deviation * Math.Sqrt(TradingDaysOfYear) : null,
            downside > 0 ? mean / downside * Math.Sqrt(TradingDaysOfYear) : null,
            Equity.MaximumDrawdown,
            Trades,
            Trades > 0 ? (double)_wins / Trades : null,
            _losses > 0 ? (double)(_profits / _losses) : null,
            Trades > 0 ? (_profits - _losses) / Trades : null,
            _marks > 0 ? (double)_marksInMarket / _marks : 0,
            years > 0 && meanEquity > 0 ? (double)_traded / meanEquity / years : null,
            Fees);
    }

    private (double Mean, double Deviation, double Downside, double MeanEquity) DailyReturns()
    {
        var days = Equity.Days;
        if (days.Count == 0) return (0, 0, 0, 0);
        double sum = 0, squares = 0, below = 0, equitySum = 0;
        var before = startingEquity;
        foreach (var day in days)
        {
            var change = before > 0 ? (double)(day.Equity / before) - 1 : 0;
            sum += change;
            squares += change * change;
            if (change < 0) below += change * change;
            equitySum += (double)day.Equity;
            before = day.Equity;
        }
        var mean = sum / days.Count;
        var variance = days.Count > 1 ? Math.Max(0, (squares - (days.Count * mean * mean)) / (days.Count - 1)) : 0;
        return (mean, Math.Sqrt(variance), Math.Sqrt(below / days.Count), equitySum / days.Count);
    }
}
