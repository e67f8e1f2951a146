using System.Collections.Frozen;
using Trading.MarketData;

namespace Trading.Runtime.Exchange.Costs;

/// <summary>Only the listed symbols can be borrowed, each at its own annual rate (0.03 is three percent).</summary>
public sealed class ListedBorrow : IBorrowModel
{
    private readonly FrozenDictionary<Symbol, decimal> _rates;

    /// <exception cref="ArgumentOutOfRangeException">A rate is below zero.</exception>
    public ListedBorrow(IEnumerable<KeyValuePair<Symbol, decimal>> rates)
    {
        _rates = rates.ToFrozenDictionary();
        foreach (var rate in _rates.Values) NotNegative.Of(rate, nameof(rates));
    }

    public bool IsAvailable(Symbol symbol, decimal shares) => _rates.ContainsKey(symbol);

    public decimal AnnualRate(Symbol symbol) => _rates.GetValueOrDefault(symbol);
}
