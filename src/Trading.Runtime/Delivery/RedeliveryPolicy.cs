namespace Trading.Runtime.Delivery;

/// <summary>When an entry that was handed out and not handled is handed out again, and when it is given up.</summary>
public sealed record RedeliveryPolicy
{
    /// <summary>How long the first copy may take before the entry is handed to another.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait; each is twice the one before.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often an entry is handed out before it becomes a dead letter.</summary>
    public int MostDeliveries { get; init; } = 8;

    /// <summary>How long an entry rests that has been handed out so often.</summary>
    public TimeSpan After(int deliveries)
    {
        var wait = First.Ticks;
        for (var i = 1; i < deliveries && wait < Longest.Ticks; i++) wait *= 2;
        return TimeSpan.FromTicks(Math.Min(wait, Longest.Ticks));
    }
}
