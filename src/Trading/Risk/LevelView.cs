using Trading.Trades;

namespace Trading.Risk;

/// <summary>One level of a review: its limits, and the sums they are held against.</summary>
internal sealed class LevelView(RiskLevel level, string name, RiskLimits limits)
{
    public RiskLevel Level { get; } = level;

    /// <summary>Whose level it is, for a person.</summary>
    public string Name { get; } = name;

    public RiskLimits Limits { get; } = limits;

    /// <summary>Dollars that the fractions of exposure are of.</summary>
    public decimal Equity { get; set; }

    /// <summary>Dollars lost since the day began, and the equity it began with.</summary>
    public decimal LostToday { get; set; }

    public decimal EquityAtStart { get; set; }

    /// <summary>Dollars lost from the peak, and the equity at the peak.</summary>
    public decimal LostFromPeak { get; set; }

    public decimal EquityAtPeak { get; set; }

    public DateTimeOffset? CoolDownUntil { get; set; }

    public decimal Gross { get; private set; }
    public decimal InSymbol { get; private set; }
    public decimal InSector { get; private set; }
    public int OpenTrades { get; private set; }
    public int OpenTradesInSymbol { get; private set; }
    public int OrdersLastMinute { get; private set; }

    private decimal _held;
    private decimal _reservedLong;
    private decimal _reservedShort;

    /// <summary>How far the net value may go in a direction if every reservation of it fills and none of the other does.</summary>
    public decimal NetTowards(TradeDirection direction) => direction == TradeDirection.Long ? _held + _reservedLong : _reservedShort - _held;

    public void AddHeld(decimal value, bool isInSymbol, bool isInSector)
    {
        _held += value;
        AddGross(Math.Abs(value), isInSymbol, isInSector);
    }

    public void AddReserved(decimal notional, TradeDirection direction, bool isInSymbol, bool isInSector)
    {
        if (direction == TradeDirection.Long) _reservedLong += notional;
        else _reservedShort += notional;
        AddGross(notional, isInSymbol, isInSector);
    }

    public void AddTrade(bool isInSymbol)
    {
        OpenTrades++;
        if (isInSymbol) OpenTradesInSymbol++;
    }

    public void AddOrder() => OrdersLastMinute++;

    private void AddGross(decimal value, bool isInSymbol, bool isInSector)
    {
        Gross += value;
        if (isInSymbol) InSymbol += value;
        if (isInSector) InSector += value;
    }
}
