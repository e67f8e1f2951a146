namespace Trading.Runtime.Journals;

/// <summary>How a journal is written.</summary>
public sealed record JournalOptions
{
    public JournalWriting Writing { get; init; } = JournalWriting.Together;

    /// <summary>The most rows written in one transaction.</summary>
    public int MostRowsAtOnce { get; init; } = 1024;

    /// <summary>How many rows are written between two snapshots.</summary>
    public int RowsBetweenSnapshots { get; init; } = 50_000;

    /// <summary>How many handled messages each inbox knows again when a copy comes.</summary>
    public int MostHandledKept { get; init; } = 100_000;
}
