using Trading.MarketData;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>The sums of a group of positions and reservations that limits are held against; of symbol and sector, those of one review.</summary>
/// <remarks>Adding decimals is what a review spends its time on, so each position is added to one group, and groups are added up.</remarks>
internal struct ExposureSums
{
    private decimal _heldLong;
    private decimal _heldShort;
    private decimal _cost;
    private decimal _reservedLong;
    private decimal _reservedShort;

    public decimal InSymbol { get; private set; }
    public decimal InSector { get; private set; }
    public int OpenTrades { get; private set; }
    public int OpenTradesInSymbol { get; private set; }

    public readonly decimal Gross => _heldLong - _heldShort + Reserved;

    public readonly decimal Reserved => _reservedLong + _reservedShort;

    /// <summary>Dollars that leaving every position at its mark would make.</summary>
    public readonly decimal OpenProfit => _heldLong + _heldShort - _cost;

    /// <summary>How far the net value may go in a direction if every reservation of it fills and none of the other does.</summary>
    public readonly decimal NetTowards(TradeDirection direction) => direction == TradeDirection.Long
        ? _heldLong + _heldShort + _reservedLong
        : _reservedShort - _heldLong - _heldShort;

    public void Add(Holding holding, Symbol symbol, string? sector)
    {
        var value = holding.Value;
        if (value >= 0) _heldLong += value;
        else _heldShort += value;
        _cost += holding.Quantity * holding.AveragePrice;
        if (holding.Symbol == symbol) InSymbol += Math.Abs(value);
        if (holding.Sector == sector) InSector += Math.Abs(value);
    }

    public void Add(TradeExposure trade, Symbol symbol, string? sector)
    {
        OpenTrades++;
        if (trade.Symbol == symbol) OpenTradesInSymbol++;
        if (trade.Reserved != 0) Reserve(trade.ReservedNotional, trade.Direction, trade.Symbol == symbol, trade.Sector == sector);
    }

    public void Add(DeskClaim claim, Symbol symbol, string? sector)
    {
        OpenTrades++;
        if (claim.Symbol == symbol) OpenTradesInSymbol++;
        Reserve(claim.Notional, claim.Direction, claim.Symbol == symbol, claim.Sector == sector);
    }

    public void Add(in ExposureSums other)
    {
        _heldLong += other._heldLong;
        _heldShort += other._heldShort;
        _cost += other._cost;
        _reservedLong += other._reservedLong;
        _reservedShort += other._reservedShort;
        InSymbol += other.InSymbol;
        InSector += other.InSector;
        OpenTrades += other.OpenTrades;
        OpenTradesInSymbol += other.OpenTradesInSymbol;
    }

    private void Reserve(decimal notional, TradeDirection direction, bool isInSymbol, bool isInSector)
    {
        if (direction == TradeDirection.Long) _reservedLong += notional;
        else _reservedShort += notional;
        if (isInSymbol) InSymbol += notional;
        if (isInSector) InSector += notional;
    }
}
