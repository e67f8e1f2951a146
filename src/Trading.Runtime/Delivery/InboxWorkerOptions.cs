namespace Trading.Runtime.Delivery;

/// <summary>How one copy of an agent works off its inbox.</summary>
public sealed record InboxWorkerOptions
{
    public static InboxWorkerOptions Default { get; } = new();

    /// <summary>How many entries it takes at once at the most. It takes fewer while they take long.</summary>
    public int MostAtOnce { get; init; } = 16;

    /// <summary>How often it looks for what is new where no bell rings.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it looks for what another copy left.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest it rests while the store is out of reach; it begins with a hundredth of it and doubles.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after a tick that failed it is tried again.</summary>
    public TimeSpan RetryTickAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take to finish what it has in hand when it is stopped.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(20);
}
