using Trading.Risk;

namespace Trading.Runtime.Configuration;

/// <summary>How many shares a trade gets.</summary>
internal static class SizingSection
{
    public static SizingRule Read(SettingSection parent, SizingRule.FixedFraction fallback)
    {
        var section = parent.Section("sizing", "How many shares a trade gets before the limits cap it.");
        var rule = section.Choice(
            "rule", "fixedFraction", ["fixedFraction", "fixedNotional", "fixedShares", "equityFraction", "volatility"],
            "fixedFraction risks a fraction of equity to the stop; fixedNotional spends dollars; fixedShares buys shares; equityFraction spends a fraction of equity; volatility risks a fraction of equity to a multiple of the average true range.");
        var fraction = section.Decimal("fraction", fallback.Fraction, 0.000001m, 100, "For fixedFraction, equityFraction and volatility: 0.01 is one percent of equity.");
        var dollars = section.Decimal("dollars", 10_000, 0.01m, 1_000_000_000, "For fixedNotional: dollars a trade.");
        var shares = section.Decimal("shares", 100, 0.000001m, 1_000_000_000, "For fixedShares: shares a trade.");
        var multiple = section.Decimal("multiple", 2, 0.01m, 100, "For volatility: average true ranges that lose the fraction.");
        SizingRule sizing = rule switch
        {
            "fixedNotional" => new SizingRule.FixedNotional(dollars),
            "fixedShares" => new SizingRule.FixedShares(shares),
            "equityFraction" => new SizingRule.EquityFraction(fraction),
            "volatility" => new SizingRule.Volatility(fraction, multiple),
            _ => new SizingRule.FixedFraction(fraction),
        };
        if (sizing.Problem() is { } problem) section.Refuse("fraction", problem, "above 0 and up to 1");
        section.RefuseUnknown();
        return sizing;
    }
}
