using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Risk;

/// <summary>Each row: the code, a review just inside the limit, and the same just outside.</summary>
public class RiskGateTableTests
{
    private static readonly ReviewCase Plain = new();

    private static readonly (DenialCode Code, string Measures, ReviewCase Inside, ReviewCase Outside)[] Rows =
    [
        (DenialCode.PortfolioUnknown, "account", Plain, Plain with { Portfolio = Portfolio.Unknown("paper") }),
        (DenialCode.TradeEnded, "trade", Plain, Plain with { Portfolio = Plain.Decide().Portfolio.Ended(Id(1)) }),
        (DenialCode.TradingHalted, "strategy", In(TradingState.Halted, new("paper", "fade", default)), In(TradingState.Halted, new("paper", "trend", default))),
        (DenialCode.TradingHalted, "account", In(TradingState.Halted, Scope.OfAccount("other")), In(TradingState.Halted, Scope.OfAccount("paper"))),
        (DenialCode.TradingHalted, "desk", Plain, In(TradingState.Halted, Scope.Desk)),
        (DenialCode.TradingReduced, "symbol", In(TradingState.Reducing, new("paper", "", "MSFT")), In(TradingState.Reducing, new("paper", "", "AAPL"))),
        (DenialCode.SymbolRestricted, "account", Limited(new() { RestrictedSymbols = ["MSFT"] }), Limited(new() { RestrictedSymbols = ["MSFT", "AAPL"] })),
        (DenialCode.SymbolRestricted, "strategy", Plain, Plain with { StrategyLimits = new() { RestrictedSymbols = ["AAPL"] } }),
        (DenialCode.SignalStale, "age", Plain with { Now = Morning.AddMinutes(5) }, Plain with { Now = Morning.AddMinutes(5).AddTicks(1) }),
        (DenialCode.MarketClosed, "regular", At(Friday.Close.AddTicks(-1), TradingSessions.Regular), At(Friday.Close, TradingSessions.Regular)),
        (DenialCode.MarketClosed, "extended", At(Friday.Close, TradingSessions.Extended), At(Friday.Close.AddTicks(-1), TradingSessions.Extended)),
        (DenialCode.MarketClosed, "closed", At(Friday.PreMarketOpen.AddHours(-1), TradingSessions.Any), At(Friday.PreMarketOpen.AddHours(-1), TradingSessions.Regular | TradingSessions.Extended)),
        (DenialCode.MarketClosed, "auction", ForTheOpen(At(Friday.Close, TradingSessions.Regular)), At(Friday.Close, TradingSessions.Regular)),
        (DenialCode.PriceMissing, "quote", Plain, Plain with { Quote = null }),
        (DenialCode.PriceMissing, "no price in the quote", Plain, Plain with { Quote = QuoteAt("AAPL", 0) }),
        (DenialCode.PriceMissing, "plan's price", Plain, Plain with { Plan = Long(100) with { ReferencePrice = default } }),
        (DenialCode.PriceMissing, "plan's limit", Limit(100), Plain with { Plan = Long(100) with { EntryType = OrderType.Limit } }),
        (DenialCode.PriceMissing, "plan's trigger", Plain, Plain with { Plan = Long(100) with { EntryType = OrderType.Stop, EntryTrigger = default(Price) } }),
        (DenialCode.PriceStale, "age", Aged(60), Aged(60.001)),
        (DenialCode.PriceStale, "age in the future", Aged(-60), Aged(-60.001)),
        (DenialCode.PriceCollar, "signal below", Collared(Long(95)), Collared(Long(94.99m))),
        (DenialCode.PriceCollar, "signal above", Collared(Long(105) with { StopPrice = (Price)95m }), Collared(Long(105.01m) with { StopPrice = (Price)95m })),
        (DenialCode.PriceCollar, "limit to buy", Collared(Limit(105).Plan), Collared(Limit(105.01m).Plan)),
        (DenialCode.PriceCollar, "limit to sell", Collared(ShortLimit(95)), Collared(ShortLimit(94.99m))),
        (DenialCode.PriceCollar, "limit beyond a trigger", Collared(StopLimit(110, 115.5m)), Collared(StopLimit(110, 115.51m))),
        (DenialCode.ShortNotAllowed, "limits", Shorting(new() { AllowShort = true }), Shorting(new() { AllowShort = false })),
        (DenialCode.ShortNotAllowed, "broker", Shorting(RiskLimits.None), Shorting(RiskLimits.None) with { Portfolio = Known(100_000) with { MayShort = false } }),
        (DenialCode.StopMissing, "required", Plain with { Plan = NoStop }, Limited(new() { RequireStop = true }) with { Plan = NoStop }),
        (DenialCode.StopMissing, "sizing", Plain, Plain with { Sizing = new SizingRule.FixedFraction(0.01m), Plan = NoStop }),
        (DenialCode.StopOnWrongSide, "long", WithStop(Long(100), 99.99m), WithStop(Long(100), 100)),
        (DenialCode.StopOnWrongSide, "short", WithStop(Short(100), 100.01m), WithStop(Short(100), 100)),
        (DenialCode.StopOnWrongSide, "marketable limit", WithStop(Limit(105).Plan, 99.99m), WithStop(Limit(105).Plan, 101)),
        (DenialCode.StopOnWrongSide, "breakout", WithStop(StopLimit(110, 111), 109.99m), WithStop(StopLimit(110, 111), 110)),
        (DenialCode.TargetOnWrongSide, "long", WithTarget(Long(100), 100.01m), WithTarget(Long(100), 100)),
        (DenialCode.TargetOnWrongSide, "short", WithTarget(Short(100), 99.99m), WithTarget(Short(100), 100)),
        (DenialCode.DailyLoss, "fraction", Lost(2_999.99m, new() { MaxDailyLoss = 0.03m }), Lost(3_000, new() { MaxDailyLoss = 0.03m })),
        (DenialCode.DailyLoss, "dollars", Lost(999.99m, new() { MaxDailyLoss = 0.03m, MaxDailyLossAmount = 1_000 }), Lost(1_000, new() { MaxDailyLoss = 0.03m, MaxDailyLossAmount = 1_000 })),
        (DenialCode.DailyLoss, "strategy", LostByStrategy(499.99m, 0.005m), LostByStrategy(500, 0.005m)),
        (DenialCode.Drawdown, "fraction", Lost(14_999.99m, new() { MaxDrawdown = 0.15m }), Lost(15_000, new() { MaxDrawdown = 0.15m })),
        (DenialCode.LossStreak, "cool-down", CoolingUntil(Morning), CoolingUntil(Morning.AddTicks(1))),
        (DenialCode.OrderRate, "account", After(2, 60, new() { MaxOrdersPerMinute = 2 }), After(2, 59.999, new() { MaxOrdersPerMinute = 2 })),
        (DenialCode.DuplicateOrder, "window", After(1, 10, new() { DuplicateWindow = TimeSpan.FromSeconds(10) }), After(1, 9.999, new() { DuplicateWindow = TimeSpan.FromSeconds(10) })),
        (DenialCode.OpenTrades, "account", After(1, 60, new() { MaxOpenTrades = 2 }), After(2, 60, new() { MaxOpenTrades = 2 })),
        (DenialCode.OpenTrades, "strategy", InStrategy(After(1, 60, RiskLimits.None), new() { MaxOpenTrades = 2 }), InStrategy(After(2, 60, RiskLimits.None), new() { MaxOpenTrades = 2 })),
        (DenialCode.AlreadyInPosition, "symbol", InStrategy(Plain, new() { MaxOpenTradesPerSymbol = 1 }), InStrategy(After(1, 60, RiskLimits.None), new() { MaxOpenTradesPerSymbol = 1 })),
        (DenialCode.OppositePosition, "direction", After(1, 60, RiskLimits.None), After(1, 60, RiskLimits.None) with { Plan = Short(100) }),
        (DenialCode.VolatilityMissing, "range", Volatile(2), Volatile(null)),
        (DenialCode.QuantityZero, "lot", Plain with { Sizing = new SizingRule.FixedNotional(100) }, Plain with { Sizing = new SizingRule.FixedNotional(99.99m) }),
        (DenialCode.QuantityZero, "smallest notional", Plain with { MinOrderNotional = 10_000 }, Plain with { MinOrderNotional = 10_000.01m }),
        (DenialCode.QuantityTooLarge, "shares", Limited(new() { MaxOrderQuantity = 1 }), Limited(new() { MaxOrderQuantity = 0.99m })),
        (DenialCode.NotionalTooLarge, "dollars", Limited(new() { MaxOrderNotional = 100 }), Limited(new() { MaxOrderNotional = 99.99m })),
        (DenialCode.GrossExposure, "account", Limited(new() { MaxGrossExposure = 0.001m }), Limited(new() { MaxGrossExposure = 0.000999m })),
        (DenialCode.GrossExposure, "with a reservation", After(1, 60, new() { MaxGrossExposure = 0.101m }), After(1, 60, new() { MaxGrossExposure = 0.1009m })),
        (DenialCode.NetExposure, "account", After(1, 60, new() { MaxNetExposure = 0.101m }), After(1, 60, new() { MaxNetExposure = 0.1009m })),
        (DenialCode.SymbolConcentration, "account", After(1, 60, new() { MaxSymbolExposure = 0.101m }), After(1, 60, new() { MaxSymbolExposure = 0.1009m })),
        (DenialCode.SectorConcentration, "account", After(1, 60, new() { MaxSectorExposure = 0.101m }), After(1, 60, new() { MaxSectorExposure = 0.1009m })),
        (DenialCode.BuyingPower, "left", Affordable(10_100), Affordable(10_099.99m)),
        (DenialCode.GrossExposure, "desk", OnDesk(0.0505m), OnDesk(0.05049m)),
    ];

    public static TheoryData<int, DenialCode, string> Names()
    {
        var names = new TheoryData<int, DenialCode, string>();
        for (var i = 0; i < Rows.Length; i++) names.Add(i, Rows[i].Code, Rows[i].Measures);
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_review_just_inside_passes_and_just_outside_is_denied_with_its_code(int row, DenialCode code, string measures)
    {
        Assert.True(Rows[row].Inside.Decide() is { IsApproved: true }, $"{measures}: {Rows[row].Inside.Decide().Code} {Rows[row].Inside.Decide().Reason}");
        var denied = Rows[row].Outside.Decide();
        Assert.Equal(code, denied.Code);
        Assert.NotEqual("", denied.Reason);
        Assert.Same(Rows[row].Outside.Portfolio, denied.Portfolio);
        Assert.Equal(0, denied.Quantity);
    }

    [Fact]
    public void Every_check_of_the_gate_has_a_row_here_and_a_code_of_its_own()
    {
        var codes = RiskGate.Checks.Select(check => check.Code).ToList();
        Assert.Equal(codes.Distinct(), codes);
        Assert.Equal(codes.Order(), Rows.Select(row => row.Code).Distinct().Order());
        Assert.Equal(codes.Order(), Enum.GetValues<DenialCode>().Where(code => code != DenialCode.None).Order());
    }

    private static TradePlan NoStop => Long(100) with { StopPrice = null };

    private static ReviewCase Limited(RiskLimits limits) => Plain with { Limits = limits };

    private static ReviewCase InStrategy(ReviewCase review, RiskLimits limits) => review with { StrategyLimits = limits };

    private static ReviewCase In(TradingState state, Scope scope) =>
        Plain with { Portfolio = Known(100_000).Requested(scope, state, false, "by hand", Morning) };

    private static ReviewCase At(DateTimeOffset now, TradingSessions sessions) => Plain with
    {
        Now = now,
        Limits = new() { Sessions = sessions },
        Plan = Long(100) with { SignaledAt = now },
    };

    private static ReviewCase ForTheOpen(ReviewCase review) => review with { Plan = review.Plan with { EntryTimeInForce = TimeInForce.AtTheOpen } };

    private static ReviewCase Aged(double seconds) => Plain with
    {
        Limits = new() { MaxPriceAge = TimeSpan.FromSeconds(60) },
        Quote = QuoteAt("AAPL", 100, Morning.AddSeconds(-seconds)),
    };

    private static ReviewCase Collared(TradePlan plan) => Plain with { Plan = plan, Limits = new() { PriceCollarPercent = 5 } };

    private static ReviewCase Limit(decimal limit) =>
        Plain with { Plan = Long(100) with { EntryType = OrderType.Limit, EntryLimit = Price.FromDecimal(limit) } };

    private static TradePlan ShortLimit(decimal limit) => Short(100) with { EntryType = OrderType.Limit, EntryLimit = Price.FromDecimal(limit) };

    private static TradePlan StopLimit(decimal trigger, decimal limit) =>
        Long(100) with { EntryType = OrderType.StopLimit, EntryTrigger = Price.FromDecimal(trigger), EntryLimit = Price.FromDecimal(limit) };

    private static ReviewCase Shorting(RiskLimits limits) => Plain with { Plan = Short(100), Limits = limits };

    private static ReviewCase WithStop(TradePlan plan, decimal stop) => Plain with { Plan = plan with { StopPrice = Price.FromDecimal(stop) } };

    private static ReviewCase WithTarget(TradePlan plan, decimal target) => Plain with { Plan = plan with { TargetPrice = Price.FromDecimal(target) } };

    private static ReviewCase Lost(decimal dollars, RiskLimits limits) => Plain with
    {
        Limits = limits,
        Portfolio = Known(100_000) with { Total = Known(100_000).Total with { Balance = 100_000 - dollars } },
    };

    private static ReviewCase LostByStrategy(decimal dollars, decimal fraction) => Plain with
    {
        StrategyLimits = new() { MaxDailyLoss = fraction },
        Portfolio = Known(100_000) with { Strategies = [new Standing("trend", -dollars, 0, 0, 0, null)] },
    };

    private static ReviewCase CoolingUntil(DateTimeOffset until) =>
        Plain with { Portfolio = Known(100_000) with { Total = Known(100_000).Total with { CoolDownUntil = until } } };

    /// <summary>A review some seconds after trades of 100 shares each were approved in the same symbol.</summary>
    private static ReviewCase After(int approved, double seconds, RiskLimits limits)
    {
        var portfolio = Known(100_000);
        for (var i = 0; i < approved; i++) portfolio = (Plain with { Portfolio = portfolio, TradeId = Id(100 + i) }).Decide().Portfolio;
        return Plain with { Portfolio = portfolio, Limits = limits, Now = Morning.AddSeconds(seconds) };
    }

    private static ReviewCase Volatile(decimal? range) => Plain with
    {
        Sizing = new SizingRule.Volatility(0.01m, 3),
        Plan = Long(100) with { AverageTrueRange = range is { } r ? Price.FromDecimal(r) : null },
    };

    private static ReviewCase Affordable(decimal buyingPower)
    {
        var review = After(1, 60, new() { MaxBuyingPowerUse = 1 });
        return review with { Portfolio = review.Portfolio with { BuyingPower = buyingPower } };
    }

    /// <summary>The desk has two accounts of 100,000; the other one has a trade of 10,000.</summary>
    private static ReviewCase OnDesk(decimal fraction)
    {
        var other = After(1, 60, RiskLimits.None).Portfolio with { Account = "other" };
        return Plain with { Desk = new DeskView(Desk.Empty, new() { MaxGrossExposure = fraction }, [other]) };
    }
}
