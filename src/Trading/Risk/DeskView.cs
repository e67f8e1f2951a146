using System.Collections.Immutable;

namespace Trading.Risk;

/// <summary>The desk as a review sees it: its value, its limits now, and the portfolios of all other accounts that are known, loaded after it.</summary>
public sealed record DeskView(Desk Desk, RiskLimits Limits, ImmutableArray<Portfolio> Others)
{
    /// <summary>An account whose broker has not told of it, so that nobody knows what the desk holds; null where all are known.</summary>
    public string? Unknown { get; init; }

    /// <summary>Whether the claim's own portfolio shows its trade, so that it is counted there.</summary>
    internal bool Knows(DeskClaim claim, Portfolio reviewed)
    {
        if (claim.Account == reviewed.Account) return reviewed.Find(claim.TradeId) is not null;
        foreach (var other in Others)
            if (other.Account == claim.Account) return other.Find(claim.TradeId) is not null;
        return false;
    }
}
