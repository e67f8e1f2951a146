using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Strategies;

namespace Trading.Runtime.Configuration;

/// <summary>A strategy as it is configured: which, under which name, and on what.</summary>
/// <param name="Id">Its name in ids and limits.</param>
/// <param name="Kind">Its name in the catalogue.</param>
/// <param name="Symbols">Empty for every symbol of the data.</param>
/// <param name="Period">Null for the period of the data.</param>
public sealed record ConfiguredStrategy(string Id, string Kind, ImmutableArray<Symbol> Symbols, BarPeriod? Period, ParameterValues Values, Func<IStrategy> Create)
{
    /// <summary>The strategy on an account, for the symbols and the period of some data.</summary>
    public RunningStrategy On(string account, IEnumerable<Symbol> symbols, BarPeriod period) =>
        new(account, Id, Symbols.IsEmpty ? [.. symbols] : [.. symbols.Where(symbol => Symbols.Contains(symbol))], Period ?? period, Create);
}
