namespace Trading.Trades;

/// <summary>The deadlines and habits of a trade, fixed when it begins.</summary>
public sealed record TradeSettings
{
    public static TradeSettings Default { get; } = new();

    /// <summary>How long the risk gate may take.</summary>
    public TimeSpan ReviewTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after its first partial fill an entry may take to complete before the rest is canceled.</summary>
    public TimeSpan PartialEntryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop, target or limit exit that has begun to fill, or a limit exit that has not, may take before the desk sells at the market.</summary>
    public TimeSpan ExitTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before a stop or exit that died, or the move of a stop that was refused, is asked for again; times the number of attempts, ten at most.</summary>
    public TimeSpan ExitRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the first exit is a limit order at the reference price before the market is taken.</summary>
    public bool FirstExitIsLimit { get; init; }

    /// <summary>Passed on to every order.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
