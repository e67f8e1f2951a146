using Trading.MarketData;

namespace Trading.Simulation;

/// <summary>The price of one symbol as it wanders, and the bars it makes. Prices are whole cents.</summary>
internal sealed class SymbolTape(Symbol symbol, Dice dice, int startCents)
{
    public const long UnitsPerCent = Price.UnitsPerDollar / 100;

    private double _cents = startCents;
    private DateTimeOffset _at;
    private DateTimeOffset _barStart;
    private long _open;
    private long _high;
    private long _low;
    private long _volume;

    public Symbol Symbol { get; } = symbol;

    public List<Bar> Bars { get; } = [];

    public Quote? Quote { get; private set; }

    public Price Last => Price.FromUnits((long)Math.Round(_cents) * UnitsPerCent);

    /// <summary>Lets the price go on to a time and quotes it.</summary>
    public Quote QuoteAt(DateTimeOffset time)
    {
        var minutes = _at == default ? 0 : Math.Min(60, (time - _at).TotalMinutes);
        var volatility = _cents * 0.0011;
        var step = dice.Bell() * volatility * Math.Sqrt(Math.Max(minutes, 0.02));
        if (dice.Chance(40)) step += dice.Bell() * volatility * 6;
        _cents = Math.Clamp(_cents + step, startCents * 0.3, startCents * 3.0);
        _at = time;
        var last = (long)Math.Round(_cents);
        var spread = dice.Between(0, 2);
        Note(last, dice.Between(100, 5000));
        Quote = new Quote(Symbol, Cents(last - spread), Cents(last + spread), Cents(last), Size(), Size(), time);
        return Quote;
    }

    public void BeginBar(DateTimeOffset start) => (_barStart, _open, _high, _low, _volume) = (start, 0, 0, long.MaxValue, 0);

    /// <summary>Ends the bar with the price as it is.</summary>
    public Bar EndBar(DateTimeOffset end)
    {
        var bar = new Bar(_barStart, end, Cents(_open), Cents(_high), Cents(_low), Last, _volume);
        Bars.Add(bar);
        return bar;
    }

    private void Note(long cents, long volume)
    {
        if (_open == 0) _open = cents;
        _high = Math.Max(_high, cents);
        _low = Math.Min(_low, cents);
        _volume += volume;
    }

    /// <summary>Often less than an order wants, so that it fills in parts.</summary>
    private decimal Size() => dice.Chance(3000) ? dice.Between(1, 60) : dice.Between(200, 5000);

    private static Price Cents(long cents) => Price.FromUnits(cents * UnitsPerCent);
}
