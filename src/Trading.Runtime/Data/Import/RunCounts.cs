namespace Trading.Runtime.Data;

/// <summary>What an import did to the rows of a series.</summary>
internal sealed class RunCounts
{
    /// <summary>Bars of the run that was completed last.</summary>
    public long Bars { get; set; }

    public long Duplicates { get; set; }
    public long Cut { get; set; }
    public long OutOfOrder { get; set; }
}
