using System.Collections.Immutable;

namespace Trading.Runtime.Reports;

/// <summary>What the account gained in each month of a year, as fractions.</summary>
/// <param name="Months">January first; null where the month has no mark, or there was nothing to gain on.</param>
/// <param name="Total">The months compounded.</param>
public sealed record YearOfReturns(int Year, ImmutableArray<double?> Months, double? Total);
