using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>How one table of prices is to be read: all that was found out from its first rows.</summary>
internal sealed record CsvLayout
{
    public required char Delimiter { get; init; }

    /// <summary>Lines ahead of the table: the line <c>sep=;</c> that spreadsheets write.</summary>
    public required int SkippedLines { get; init; }

    public required int HeaderRows { get; init; }

    /// <summary>How many fields the header has, or the first row where there is none.</summary>
    public required int FieldCount { get; init; }

    public required ColumnMap Columns { get; init; }

    /// <summary>The symbol of every row, where there is no column for it.</summary>
    public Symbol? Symbol { get; init; }

    public DayAndMonth Dates { get; init; }
    public char DecimalSign { get; init; } = '.';

    /// <summary>Whether times without an offset are UTC.</summary>
    public bool TimesAreUtc { get; init; }

    public BarPeriod Period { get; init; }
}
