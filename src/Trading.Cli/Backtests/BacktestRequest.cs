using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Cli.Backtests;

/// <summary>What somebody asked to have replayed.</summary>
internal sealed record BacktestRequest(
    string Data,
    HistoricalDataOptions Reading,
    string? Strategy,
    ImmutableArray<KeyValuePair<string, string>> Assignments,
    ImmutableArray<Symbol> Symbols,
    BarPeriod? Period,
    DateOnly? From,
    DateOnly? To,
    string? ConfigurationPath,
    string? Out,
    bool Json);
