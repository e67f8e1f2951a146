using System.Diagnostics.CodeAnalysis;

namespace Trading.MarketData;

/// <summary>Values by symbol, for who is asked for the symbols in an order that repeats itself, as feeds of market data do.</summary>
/// <remarks>Each entry remembers the one that was asked for after it, which is looked at first: most often nothing is hashed. Not for several threads.</remarks>
public sealed class SymbolMap<TValue>
    where TValue : class
{
    private readonly Dictionary<Symbol, Entry> _entries = [];
    private Entry _last = new(default, null!);

    /// <summary>In the order in which their symbols came.</summary>
    public IEnumerable<TValue> Values
    {
        get
        {
            foreach (var entry in _entries.Values) yield return entry.Value;
        }
    }

    public bool TryGet(Symbol symbol, [NotNullWhen(true)] out TValue? value)
    {
        value = Find(symbol)?.Value;
        return value is not null;
    }

    /// <summary>Puts a value in the place of what the symbol had.</summary>
    public void Set(Symbol symbol, TValue value)
    {
        if (Find(symbol) is { } entry) entry.Value = value;
        else _entries.Add(symbol, _last = new Entry(symbol, value));
    }

    private Entry? Find(Symbol symbol)
    {
        var last = _last;
        if (last.Value is not null && last.Symbol == symbol) return last;
        if (last.Follower is { } follower && follower.Symbol == symbol) return _last = follower;
        if (!_entries.TryGetValue(symbol, out var found)) return null;
        last.Follower = found;
        return _last = found;
    }

    private sealed class Entry(Symbol symbol, TValue value)
    {
        public Symbol Symbol { get; } = symbol;
        public TValue Value { get; set; } = value;
        public Entry? Follower { get; set; }
    }
}
