namespace Trading.Runtime.Delivery;

/// <summary>What became of an entry that was given to an agent.</summary>
public enum HandlingOutcome
{
    /// <summary>Handled, and stored with all that came of it.</summary>
    Handled,

    /// <summary>Handled before; the entry was dropped.</summary>
    Repeated,

    /// <summary>Failed; it comes again by the redelivery policy.</summary>
    Failed,

    /// <summary>Failed for the last time; it is among the dead letters.</summary>
    Buried,
}
