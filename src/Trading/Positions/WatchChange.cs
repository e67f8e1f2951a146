namespace Trading.Positions;

/// <summary>How much a price changed in a watch.</summary>
public enum WatchChange
{
    None,

    /// <summary>The time only.</summary>
    Seen,

    /// <summary>Something that later decisions depend on, such as the best price.</summary>
    Noted,

    /// <summary>A stop is to be moved, or the trade is to be left.</summary>
    Decided,
}
