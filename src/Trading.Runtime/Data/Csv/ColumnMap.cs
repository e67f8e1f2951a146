namespace Trading.Runtime.Data;

/// <summary>Which field of a row holds what, counted from 0; minus one where a table has no such column.</summary>
internal sealed record ColumnMap
{
    public int Stamp { get; init; } = -1;
    public int Time { get; init; } = -1;
    public int Symbol { get; init; } = -1;
    public int Open { get; init; } = -1;
    public int High { get; init; } = -1;
    public int Low { get; init; } = -1;
    public int Close { get; init; } = -1;
    public int AdjustedClose { get; init; } = -1;
    public int Volume { get; init; } = -1;

    /// <summary>How many fields a row needs to have all of the columns but the volume and the adjusted close.</summary>
    public int CountNeeded() => new[] { Stamp, Time, Symbol, Open, High, Low, Close }.Max() + 1;
}
