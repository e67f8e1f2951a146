namespace Trading.Runtime.Buses;

/// <summary>The bounds of the in-process bus.</summary>
public sealed record InProcessBusOptions
{
    /// <summary>How many times its capacity an inbox may hold of what agents tell each other before the bus gives up.</summary>
    public const int MostSaidPerHeard = 256;

    /// <summary>How many messages from outside an inbox holds before it holds their publishers back.</summary>
    public int InboxCapacity { get; init; } = 4096;

    /// <summary>How often a message is tried before it is given up.</summary>
    public int MostAttempts { get; init; } = 3;

    /// <summary>Where a message goes whose handler failed every time. Must not throw.</summary>
    public required Action<DeadLetter> OnDeadLetter { get; init; }
}
