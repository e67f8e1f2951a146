using Trading.MarketData;
using Trading.Runtime.Exchange;

namespace Trading.Runtime.Backtesting;

/// <summary>Marks a curve with what an account is worth, and reckons that only where it may be a new high, a new low or the last of a day.</summary>
/// <remarks>
/// While nothing is traded and one symbol is held, equity goes one way with its price: between two prices that were marked there is
/// nothing new, save after a new high, from which falls are measured anew.
/// </remarks>
internal sealed class EquityMarks(SimulatedExchange exchange, EquityCurve curve)
{
    private long _changes = -1;
    private decimal _cash;
    private decimal _shares;
    private Price _low;
    private Price _high;
    private (DateTimeOffset Time, Price Price)? _putOff;

    public void Mark(DateTimeOffset time)
    {
        var isOne = exchange.HoldsAtMostOne(out var shares, out var price);
        var isKnown = isOne && exchange.Changes == _changes;
        if (isKnown && price >= _low && price <= _high && curve.IsSameDay(time))
        {
            _putOff = (time, price);
            return;
        }
        Finish();
        var isHigh = curve.Mark(time, exchange.Equity);
        (_low, _high) = isHigh || !isKnown ? (price, price) : (Price.Min(_low, price), Price.Max(_high, price));
        (_changes, _cash, _shares) = (isOne ? exchange.Changes : -1, exchange.Cash, shares);
    }

    /// <summary>Marks the curve with the mark that was put off last.</summary>
    public void Finish()
    {
        if (_putOff is { } last) curve.Mark(last.Time, _cash + (_shares * last.Price));
        _putOff = null;
    }
}
