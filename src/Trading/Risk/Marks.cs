using Trading.MarketData;

namespace Trading.Risk;

/// <summary>The newest quotes of what is held, as far as there are any.</summary>
public readonly struct Marks
{
    private readonly Quote? _only;
    private readonly Dictionary<Symbol, Quote>? _many;

    private Marks(Quote? only, Dictionary<Symbol, Quote>? many) => (_only, _many) = (only, many);

    public static Marks None => default;

    /// <summary>The quote of the one symbol that is held, or null where there is none.</summary>
    public static Marks Of(Quote? only) => new(only, null);

    public Quote? Find(Symbol symbol) => _many is not null ? _many.GetValueOrDefault(symbol) : _only is { } quote && quote.Symbol == symbol ? quote : null;

    public static implicit operator Marks(Dictionary<Symbol, Quote> quotes) => new(null, quotes);
}
