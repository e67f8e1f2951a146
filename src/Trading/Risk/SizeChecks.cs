
namespace Trading.Risk;

/// <summary>The sizing of a trade, and the limits that lower the size to what they allow. Too little left denies.</summary>
internal static class SizeChecks
{
    public static Denial? VolatilityMissing(RiskReview r) =>
        r.Sizing is not SizingRule.Volatility || r.Request.Plan.AverageTrueRange is { IsPositive: true }
            ? null
            : new("sizing by volatility needs the signal's average true range");

    public static Denial? QuantityZero(RiskReview r)
    {
        var plan = r.Request.Plan;
        var prices = r.Prices!.Value;
        r.Quantity = PositionSizing.Shares(r.Sizing, r.Equity, prices.Worst, plan.StopPrice, plan.AverageTrueRange, r.Rules.Lot);
        return r.IsTooSmall(r.Quantity) ? new($"{r.Sizing} of equity {r.Equity:0.00} gives {r.Quantity} shares at {prices.Worst}: too few") : null;
    }

    public static Denial? QuantityTooLarge(RiskReview r)
    {
        foreach (var level in r.Levels)
        {
            if (level.Limits.MaxOrderQuantity is not { } allowed || r.Quantity <= allowed) continue;
            if (Lower(r, level, PositionSizing.SharesWithin(allowed, 1, r.Rules.Lot), allowed, "shares") is { } denial) return denial;
        }
        return null;
    }

    public static Denial? NotionalTooLarge(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (Cap(r, level, 0, level.Limits.MaxOrderNotional, "the entry") is { } denial) return denial;
        return null;
    }

    public static Denial? GrossExposure(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (Cap(r, level, level.Sums.Gross, level.Limits.MaxGrossExposure * level.Equity, "gross exposure") is { } denial) return denial;
        return null;
    }

    public static Denial? NetExposure(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (Cap(r, level, level.Sums.NetTowards(r.Request.Plan.Direction), level.Limits.MaxNetExposure * level.Equity, "net exposure") is { } denial) return denial;
        return null;
    }

    public static Denial? SymbolConcentration(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (Cap(r, level, level.Sums.InSymbol, level.Limits.MaxSymbolExposure * level.Equity, "exposure in the symbol") is { } denial) return denial;
        return null;
    }

    public static Denial? SectorConcentration(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (Cap(r, level, level.Sums.InSector, level.Limits.MaxSectorExposure * level.Equity, "exposure in the sector") is { } denial) return denial;
        return null;
    }

    /// <summary>The broker's buying power is the account's; it is not split among strategies nor summed over the desk.</summary>
    public static Denial? BuyingPower(RiskReview r)
    {
        foreach (var level in r.Levels)
        {
            if (level.Level != RiskLevel.Account || level.Limits.MaxBuyingPowerUse is not { } use) continue;
            var kept = r.Portfolio.BuyingPower * (1 - use);
            return Cap(r, level, 0, r.FreeBuyingPower - kept, "the entry, out of buying power,");
        }
        return null;
    }

    /// <summary>Lowers the quantity so that what is used already and the trade together stay within what is allowed, in dollars.</summary>
    private static Denial? Cap(RiskReview r, LevelView level, decimal used, decimal? allowed, string what)
    {
        if (allowed is not { } most || used + (r.Quantity * r.PriceEach) <= most) return null;
        return Lower(r, level, PositionSizing.SharesWithin(most - used, r.PriceEach, r.Rules.Lot), most, $"dollars of {what}, with {used:0.00} used");
    }

    private static Denial? Lower(RiskReview r, LevelView level, decimal shares, decimal allowed, string unit)
    {
        if (r.IsTooSmall(shares)) return new($"{RiskChecks.Whose(level)}{allowed:0.00} {unit}, leaves {shares} shares at {r.PriceEach:0.00}: too few");
        r.Quantity = shares;
        return null;
    }
}
