using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>How the trades of one account are sized and limited.</summary>
public sealed record AccountRules
{
    private static readonly StrategyRules Unlisted = new() { Strategy = "" };

    /// <summary>The account's name on the desk.</summary>
    public required string Account { get; init; }

    public RiskLimits Limits { get; init; } = RiskLimits.AccountDefaults;

    public SizingRule Sizing { get; init; } = new SizingRule.FixedFraction(0.01m);

    /// <summary>Shares are rounded down to a multiple of this, and fewer are not entered: 1, or less where the broker takes fractions.</summary>
    public decimal Lot { get; init; } = 1;

    /// <summary>Dollars below which an entry is not worth sending.</summary>
    public decimal MinOrderNotional { get; init; }

    public TripResponses Trips { get; init; } = TripResponses.Default;

    /// <summary>A strategy that is not listed has <see cref="RiskLimits.StrategyDefaults"/> and the account's sizing.</summary>
    public ImmutableArray<StrategyRules> Strategies { get; init; } = [];

    public StrategyRules For(string strategy)
    {
        foreach (var rules in Strategies)
            if (rules.Strategy == strategy) return rules;
        return Unlisted;
    }

    /// <summary>What is wrong with the rules, or null when they are sound.</summary>
    public string? Problem()
    {
        if (!Scope.IsName(Account)) return $"'{Account}' is not the name of an account: 1 to 32 characters of a-z, 0-9 and _";
        if ((Limits.Problem() ?? Trips.Problem() ?? Sizing.Problem()) is { } problem) return $"account {Account}: {problem}";
        if (Lot <= 0) return $"account {Account}: lot must be above zero shares, not {Lot}";
        if (MinOrderNotional < 0) return $"account {Account}: minOrderNotional must not be negative: {MinOrderNotional}";
        foreach (var strategy in Strategies)
        {
            if (!Scope.IsName(strategy.Strategy)) return $"account {Account}: '{strategy.Strategy}' is not the name of a strategy: 1 to 32 characters of a-z, 0-9 and _";
            if ((strategy.Limits.Problem() ?? strategy.Sizing?.Problem()) is { } wrong) return $"account {Account}, strategy {strategy.Strategy}: {wrong}";
            if (!ReferenceEquals(For(strategy.Strategy), strategy)) return $"account {Account}: strategy {strategy.Strategy} is listed twice";
        }
        return null;
    }
}
