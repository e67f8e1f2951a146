using Trading.MarketData;
using Trading.Runtime.Exchange;
using Trading.Runtime.Exchange.Costs;

namespace Trading.Runtime.Configuration;

/// <summary>How the simulated exchange fills and what it charges.</summary>
internal static class ExchangeSection
{
    public static ExchangeOptions Read(SettingSection root, decimal startingCash, bool isMargin)
    {
        var section = root.Section("exchange", "The simulated exchange of backtests and paper trading; see docs/exchange.md.");
        var options = new ExchangeOptions
        {
            StartingCash = startingCash,
            Rules = isMargin ? AccountRules.Margin : AccountRules.Cash,
            Fills = Fills(section),
            Slippage = Slippage(section),
            Commission = Commission(section),
            Borrow = Borrow(section),
            LimitFillsOnTouch = section.Flag("limitFillsOnTouch", true, "Whether a limit order trades when its price is just touched."),
            AllowsFractions = section.Flag("allowsFractions", false, "Whether parts of a share may be traded."),
        };
        section.RefuseUnknown();
        return options;
    }

    private static IFillModel Fills(SettingSection parent)
    {
        var participation = parent.OptionalDecimal("participation", 0.1m, 0.0001m, 1, "The part of a bar's volume that our orders may trade; off fills everything at once.");
        var zeroIsUnlimited = parent.Flag("zeroVolumeIsUnlimited", true, "Whether bars without volume, as of an index, fill everything at once.");
        return participation is { } part ? new VolumeFills(part) { ZeroVolumeIsUnlimited = zeroIsUnlimited } : new UnlimitedFills();
    }

    private static ISlippageModel Slippage(SettingSection parent)
    {
        var section = parent.Section("slippage", "How much worse than the price market and stop orders fill.");
        var model = section.Choice("model", "basisPoints", ["none", "basisPoints", "perShare", "range"], "range is a fraction of the bar's range.");
        var amount = section.Decimal("amount", 1, 0, 10_000, "Basis points, dollars a share, or fraction of the range.");
        section.RefuseUnknown();
        return model switch
        {
            "basisPoints" => new BasisPointSlippage(amount),
            "perShare" => new PerShareSlippage(Price.FromDecimal(amount)),
            "range" => new RangeSlippage(amount),
            _ => new NoSlippage(),
        };
    }

    private static ICommissionModel Commission(SettingSection parent)
    {
        var section = parent.Section("commission", "What an order costs.");
        var model = section.Choice("model", "none", ["none", "perShare", "percent", "perOrder"], "percent is of the value traded.");
        var amount = section.Decimal("amount", 0.005m, 0, 10_000, "Dollars a share, percent, or dollars an order.");
        var minimum = section.Decimal("minimum", 0, 0, 10_000, "For perShare: dollars an order at least.");
        section.RefuseUnknown();
        return model switch
        {
            "perShare" => new PerShareCommission(amount, minimum),
            "percent" => new PercentCommission(amount),
            "perOrder" => new FixedCommission(amount),
            _ => new NoCommission(),
        };
    }

    private static IBorrowModel Borrow(SettingSection parent)
    {
        var rate = parent.OptionalDecimal("borrowRate", 0.003m, 0, 10, "What borrowing shares to sell short costs a year, as a fraction of their value; off lends none.");
        return rate is { } annual ? new AllBorrow(annual) : new NoBorrow();
    }
}
