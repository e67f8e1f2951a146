using Trading.MarketData;

namespace Trading.Risk;

/// <summary>How many shares a sizing rule gives.</summary>
/// <remarks>
/// Fixed fraction and volatility are the percent-risk and percent-volatility models of Van K. Tharp, <i>Trade Your Way to
/// Financial Freedom</i> (2nd ed., 2007), chapter 14. All results are rounded down to the lot and never negative.
/// </remarks>
public static class PositionSizing
{
    /// <summary>The shares of a trade, zero when the rule's stop or range is missing or equity has gone.</summary>
    /// <param name="equity">The account's equity in dollars.</param>
    /// <param name="entry">The worst price of the entry.</param>
    /// <param name="stop">The protective stop, for the rule that risks a fraction to it.</param>
    /// <param name="averageTrueRange">In dollars, for the rule that sizes by volatility.</param>
    /// <param name="lot">Shares are a multiple of it.</param>
    public static decimal Shares(SizingRule rule, decimal equity, Price entry, Price? stop, Price? averageTrueRange, decimal lot) => rule switch
    {
        SizingRule.FixedFraction r => stop is { } at ? SharesWithin(r.Fraction * equity, Math.Abs(entry - at), lot) : 0,
        SizingRule.FixedNotional r => SharesWithin(r.Dollars, entry, lot),
        SizingRule.FixedShares r => SharesWithin(r.Shares, 1, lot),
        SizingRule.EquityFraction r => SharesWithin(r.Fraction * equity, entry, lot),
        SizingRule.Volatility r => averageTrueRange is { } range ? SharesWithin(r.Fraction * equity, r.Multiple * range, lot) : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a sizing rule."),
    };

    /// <summary>The largest multiple of the lot that costs no more than the dollars; zero when there are none or a share costs nothing.</summary>
    public static decimal SharesWithin(decimal dollars, decimal each, decimal lot)
    {
        if (dollars <= 0 || each <= 0) return 0;
        var shares = Math.Floor(dollars / each / lot) * lot;
        // The quotient is rounded to 28 digits, which may reach a whole lot that the dollars do not.
        return shares * each <= dollars ? shares : shares - lot;
    }
}
