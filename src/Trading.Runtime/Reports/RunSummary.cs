using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Trading.Runtime.Reports;

/// <summary>The keys of <c>summary.json</c>, in their order. Ratios are fractions, amounts dollars, times ISO 8601 in UTC.</summary>
internal sealed record RunSummary(
    long Bars,
    double? Seconds,
    double? BarsPerSecond,
    int Trades,
    decimal StartingEquity,
    decimal EndingEquity,
    double? MaxDrawdown,
    double? Sharpe,
    string Hash,
    double? Return,
    double? Cagr,
    double? Sortino,
    double? WinRate,
    double? ProfitFactor,
    decimal? Expectancy,
    double? Exposure,
    double? Turnover,
    decimal Fees,
    ImmutableSortedDictionary<string, int> Rejected,
    int Canceled,
    int OpenTrades,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    long Messages,
    long Transitions,
    long Fills,
    bool Stopped);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class RunSummaryContext : JsonSerializerContext;
