namespace Trading.Runtime.Redis;

/// <summary>The bounds of what is kept of what is over: of messages, to know one that comes twice, and of trades and orders.</summary>
public sealed record RedisDeliveryOptions
{
    public static RedisDeliveryOptions Default { get; } = new();

    /// <summary>How long it is known that a message was handled. A message told of later than this would be handled again.</summary>
    public TimeSpan HandledFor { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How many handled messages each inbox knows at the most; about 120 bytes each.</summary>
    public int MostHandled { get; init; } = 1_000_000;

    /// <summary>After how many steps a process has old records forgotten; it may be so many more than <see cref="MostHandled"/>.</summary>
    public int ForgetEvery { get; init; } = 64;

    /// <summary>
    /// How long a trade or order is kept after its last change when it has ended, by the server's clock. Late news finds it that long;
    /// reconciliation looks back seven days.
    /// </summary>
    public TimeSpan EndedFor { get; init; } = TimeSpan.FromDays(30);
}
