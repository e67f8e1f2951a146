namespace Trading.Trades;

/// <summary>The kinds of event the trade table knows.</summary>
public enum TradeTrigger
{
    Signal,
    WatchEnd,
    Approve,
    Deny,
    ReviewTimeout,
    SendEntry,

    /// <summary>A halt, an exit signal or the signal's age came before the entry order was sent.</summary>
    Abandon,

    /// <summary>The entry order filled, or filled in part and the rest ended.</summary>
    EntryDone,

    /// <summary>The entry order ended with nothing filled.</summary>
    EntryDied,

    BeginExit,
    Flat,

    /// <summary>A fill arrived after the end, and the trade holds shares.</summary>
    LateFill,
}
