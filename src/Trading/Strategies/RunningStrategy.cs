using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Strategies;

/// <summary>A strategy as the desk runs it: on whose account, under which name, on which symbols and bars.</summary>
/// <param name="Id">The name in ids and limits; see <see cref="Messages.Scope.IsName"/>.</param>
/// <param name="Create">Makes a fresh instance for one symbol.</param>
public sealed record RunningStrategy(string Account, string Id, ImmutableArray<Symbol> Symbols, BarPeriod Period, Func<IStrategy> Create);
