namespace Trading.Risk;

/// <summary>How one strategy of an account is sized and limited.</summary>
public sealed record StrategyRules
{
    public required string Strategy { get; init; }

    /// <summary>Held against the strategy's own sums, besides the limits of its account.</summary>
    public RiskLimits Limits { get; init; } = RiskLimits.StrategyDefaults;

    /// <summary>Null sizes as the account does.</summary>
    public SizingRule? Sizing { get; init; }
}
