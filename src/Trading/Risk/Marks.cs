using Trading.MarketData;

namespace Trading.Risk;

/// <summary>The newest prices of what is held, as far as there are any.</summary>
public readonly struct Marks
{
    private readonly Dictionary<Symbol, Quote>? _many;
    private readonly Symbol _only;
    private readonly Price _price;
    private readonly DateTimeOffset _time;

    private Marks(Dictionary<Symbol, Quote> many) => _many = many;

    private Marks(Symbol only, Price price, DateTimeOffset time) => (_only, _price, _time) = (only, price, time);

    public static Marks None => default;

    /// <summary>The quote of the one symbol that is held, or null where there is none.</summary>
    public static Marks Of(Quote? only) => only is null ? None : new(only.Symbol, only.Mid, only.Time);

    /// <summary>The price of the one symbol that is held, and its time in UTC.</summary>
    public static Marks Of(Symbol symbol, Price price, DateTimeOffset time) => new(symbol, price, time);

    public bool TryFind(Symbol symbol, out Price price, out DateTimeOffset time)
    {
        if (_many is not null)
        {
            var isThere = _many.TryGetValue(symbol, out var quote);
            (price, time) = isThere ? (quote!.Mid, quote.Time) : default;
            return isThere;
        }
        (price, time) = (_price, _time);
        return _only == symbol && _time != default;
    }

    public static implicit operator Marks(Dictionary<Symbol, Quote> quotes) => new(quotes);
}
