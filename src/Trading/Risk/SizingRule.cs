using System.Text.Json.Serialization;

namespace Trading.Risk;

/// <summary>How many shares a trade is given before the limits cap it. The sums are in <see cref="PositionSizing"/>.</summary>
/// <remarks>Fractions are of the account's equity: 0.01 is one percent.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FixedFraction), "fixedFraction")]
[JsonDerivedType(typeof(FixedNotional), "fixedNotional")]
[JsonDerivedType(typeof(FixedShares), "fixedShares")]
[JsonDerivedType(typeof(EquityFraction), "equityFraction")]
[JsonDerivedType(typeof(Volatility), "volatility")]
public abstract record SizingRule
{
    /// <summary>So many shares that the stop loses the fraction. Needs a stop.</summary>
    public sealed record FixedFraction(decimal Fraction) : SizingRule;

    /// <summary>So many shares as the dollars buy.</summary>
    public sealed record FixedNotional(decimal Dollars) : SizingRule;

    public sealed record FixedShares(decimal Shares) : SizingRule;

    /// <summary>So many shares as the fraction of equity buys; 1 is all of it.</summary>
    public sealed record EquityFraction(decimal Fraction) : SizingRule;

    /// <summary>So many shares that a move of a multiple of the average true range loses the fraction. Needs the range.</summary>
    public sealed record Volatility(decimal Fraction, decimal Multiple) : SizingRule;

    /// <summary>What is wrong with the rule, or null when it is sound.</summary>
    public string? Problem() => this switch
    {
        FixedFraction { Fraction: <= 0 or > 1 } rule => $"sizing by fixed fraction is above 0 and up to 1 (0.01 is one percent), not {rule.Fraction}",
        FixedNotional { Dollars: <= 0 } rule => $"sizing by fixed notional is above zero dollars, not {rule.Dollars}",
        FixedShares { Shares: <= 0 } rule => $"sizing by fixed shares is above zero, not {rule.Shares}",
        EquityFraction { Fraction: <= 0 } rule => $"sizing by equity fraction is above zero (1 is all equity), not {rule.Fraction}",
        Volatility { Fraction: <= 0 or > 1 } rule => $"sizing by volatility is above 0 and up to 1 (0.01 is one percent), not {rule.Fraction}",
        Volatility { Multiple: <= 0 } rule => $"sizing by volatility needs a multiple above zero, not {rule.Multiple}",
        _ => null,
    };
}
