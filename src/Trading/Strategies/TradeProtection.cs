namespace Trading.Strategies;

/// <summary>How the trades of a strategy are protected and left, besides its own exits. Zero turns each off.</summary>
public sealed record TradeProtection
{
    /// <summary>No average true range, no stop, nothing.</summary>
    public static TradeProtection None { get; } = new() { AtrPeriod = 0, Stop = 0 };

    /// <summary>Bars of Wilder's average true range, for the stop, the trail and sizing by volatility.</summary>
    public int AtrPeriod { get; init; } = 14;

    /// <summary>From the entry's reference price to the stop, in average true ranges.</summary>
    public decimal Stop { get; init; } = 2;

    /// <summary>From the entry's reference price to the target, in multiples of the way to the stop.</summary>
    public decimal Target { get; init; }

    /// <summary>From the best price since the entry to a stop that follows it, in average true ranges.</summary>
    public decimal Trail { get; init; }

    /// <summary>The gain, in multiples of the way to the stop, that brings the stop to the entry price.</summary>
    public decimal BreakEven { get; init; }

    /// <summary>How many bars a trade may last.</summary>
    public int TimeLimit { get; init; }
}
