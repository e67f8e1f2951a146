namespace Trading.Runtime.Data;

/// <summary>What a column of a table of prices holds.</summary>
internal enum BarColumn
{
    /// <summary>Date and time in one, a date alone, or a number since 1970.</summary>
    Stamp,
    Time,
    Symbol,
    Open,
    High,
    Low,
    Close,
    AdjustedClose,
    Volume,
}
