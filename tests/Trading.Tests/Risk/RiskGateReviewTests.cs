using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Risk;

public class RiskGateReviewTests
{
    private static readonly ReviewCase Plain = new();

    [Fact]
    public void An_approval_reserves_the_size_until_the_day_orders_end_and_lets_the_entry_be_sent_for_a_minute()
    {
        var decision = Plain.Decide();

        Assert.True(decision.IsApproved);
        Assert.Equal(100, decision.Quantity);
        Assert.Equal(Morning.AddMinutes(1), decision.EnterBy);
        Assert.Equal(DenialCode.None, decision.CappedBy);
        var trade = Assert.Single(decision.Portfolio.Trades);
        Assert.Equal((100m, 100m, 10_000m), (trade.Approved, trade.Reserved, trade.ReservedNotional));
        Assert.Equal(Friday.AfterHoursClose, trade.ReservedUntil);
    }

    [Fact]
    public void An_entry_that_is_good_until_canceled_is_reserved_until_its_trade_ends()
    {
        var decision = (Plain with { Plan = Plain.Plan with { EntryTimeInForce = TimeInForce.GoodTilCanceled, EntryType = OrderType.Limit, EntryLimit = (Price)99m } }).Decide();

        Assert.Null(decision.Portfolio.Trades[0].ReservedUntil);
        Assert.Empty(decision.Portfolio.Ended(Plain.TradeId).Trades);
    }

    [Fact]
    public void A_trade_that_is_approved_already_is_given_the_same_approval_even_when_trading_has_halted_since()
    {
        var first = Plain.Decide();
        var halted = first.Portfolio.Requested(Scope.Desk, TradingState.Halted, false, "by hand", Morning);

        var again = (Plain with { Portfolio = halted, Now = Morning.AddHours(1), Quote = null }).Decide();

        Assert.Same(halted, again.Portfolio);
        Assert.Equal((first.Quantity, first.EnterBy, DenialCode.None), (again.Quantity, again.EnterBy, again.Code));
    }

    [Fact]
    public void A_trade_whose_reservation_has_expired_is_given_the_old_approval_that_nobody_can_use()
    {
        var expired = Plain.Decide().Portfolio.WithoutExpired(Friday.AfterHoursClose);

        Assert.Empty(expired.Trades);
        Assert.Equal(Morning.AddMinutes(1), (Plain with { Portfolio = expired, Now = Friday.AfterHoursClose }).Decide().EnterBy);
    }

    public static TheoryData<string, decimal, DenialCode> Caps() => new()
    {
        { "quantity", 40, DenialCode.QuantityTooLarge },
        { "notional", 50, DenialCode.NotionalTooLarge },
        { "gross", 60, DenialCode.GrossExposure },
        { "net", 61, DenialCode.NetExposure },
        { "symbol", 62, DenialCode.SymbolConcentration },
        { "sector", 63, DenialCode.SectorConcentration },
        { "buying power", 64, DenialCode.BuyingPower },
        { "none", 100, DenialCode.None },
    };

    [Theory]
    [MemberData(nameof(Caps))]
    public void A_limit_that_allows_fewer_shares_caps_the_size_and_is_named(string limit, decimal shares, DenialCode cappedBy)
    {
        var limits = limit switch
        {
            "quantity" => new RiskLimits { MaxOrderQuantity = 40.9m },
            "notional" => new RiskLimits { MaxOrderNotional = 5_099 },
            "gross" => new RiskLimits { MaxGrossExposure = 0.06m },
            "net" => new RiskLimits { MaxNetExposure = 0.061m },
            "symbol" => new RiskLimits { MaxSymbolExposure = 0.062m },
            "sector" => new RiskLimits { MaxSectorExposure = 0.063m },
            "buying power" => new RiskLimits { MaxBuyingPowerUse = 0.064m },
            _ => RiskLimits.None,
        };

        var decision = (Plain with { Limits = limits }).Decide();

        Assert.Equal((shares, cappedBy), (decision.Quantity, decision.CappedBy));
        Assert.Equal(shares, decision.Portfolio.Trades[0].Reserved);
    }

    [Fact]
    public void The_tightest_of_the_levels_caps_the_size() =>
        Assert.Equal(30, (Plain with { Limits = new() { MaxOrderQuantity = 50 }, StrategyLimits = new() { MaxOrderQuantity = 30 } }).Decide().Quantity);

    [Fact]
    public void Size_is_capped_to_whole_lots()
    {
        var decision = (Plain with { Lot = 0.01m, Sizing = new SizingRule.FixedShares(100), Limits = new() { MaxOrderNotional = 33.339m } }).Decide();
        Assert.Equal(0.33m, decision.Quantity);
    }

    [Fact]
    public void A_strategy_has_its_own_sums_and_the_account_those_of_all()
    {
        var fade = Plain with { Scope = Apple with { Strategy = "fade" }, TradeId = Id(2, Apple with { Strategy = "fade" }) };
        var limited = fade with { Portfolio = Plain.Decide().Portfolio, StrategyLimits = new() { MaxGrossExposure = 0.1m } };

        Assert.Equal(100, limited.Decide().Quantity);
        Assert.Equal(DenialCode.GrossExposure, (limited with { Limits = new() { MaxGrossExposure = 0.1m } }).Decide().Code);
    }

    [Fact]
    public void An_entry_of_another_strategy_does_not_end_a_longer_duplicate_window()
    {
        var trend = Plain with { StrategyLimits = new() { DuplicateWindow = TimeSpan.FromMinutes(10) } };
        var carry = Apple with { Strategy = "carry", Symbol = "MSFT" };
        var between = (Plain with { Portfolio = trend.Decide().Portfolio, StrategyLimits = trend.StrategyLimits, Scope = carry, TradeId = Id(2, carry), Now = Morning.AddMinutes(2) }).Decide();
        Assert.True(between.IsApproved);

        Assert.Equal(DenialCode.DuplicateOrder, (trend with { Portfolio = between.Portfolio, TradeId = Id(3), Now = Morning.AddMinutes(3) }).Decide().Code);
    }

    [Fact]
    public void An_entry_of_another_strategy_does_not_end_a_duplicate_window_set_by_hand()
    {
        var byHand = new LimitOverride(Apple with { Symbol = default }, new() { DuplicateWindow = TimeSpan.FromMinutes(10) }, Morning.AddHours(1), "by hand");
        var carry = Apple with { Strategy = "carry", Symbol = "MSFT" };
        var first = (Plain with { Portfolio = Plain.Portfolio.Overridden(byHand) }).Decide();
        var between = (Plain with { Portfolio = first.Portfolio, Scope = carry, TradeId = Id(2, carry), Now = Morning.AddMinutes(2) }).Decide();
        Assert.True(between.IsApproved);

        Assert.Equal(DenialCode.DuplicateOrder, (Plain with { Portfolio = between.Portfolio, TradeId = Id(3), Now = Morning.AddMinutes(3) }).Decide().Code);
    }

    [Fact]
    public void Net_exposure_counts_what_may_fill_on_one_side_alone()
    {
        var longOnly = Plain with { Limits = new() { MaxNetExposure = 0.1m } };
        var withLong = longOnly.Decide().Portfolio;

        var microsoft = Apple with { Symbol = "MSFT" };
        var shorted = (longOnly with { Portfolio = withLong, Plan = Short(100), Scope = microsoft, TradeId = Id(2, microsoft) }).Decide();
        Assert.Equal(100, shorted.Quantity); // the long one may never fill

        var full = longOnly with { Portfolio = shorted.Portfolio, Scope = Apple with { Symbol = "TSLA" }, TradeId = Id(3) };
        Assert.Equal(DenialCode.NetExposure, full.Decide().Code);
        Assert.Equal(DenialCode.NetExposure, (full with { Plan = Short(100) }).Decide().Code);
    }

    [Fact]
    public void A_limit_order_to_buy_is_counted_at_its_limit_and_a_short_sale_at_the_higher_of_limit_and_bid()
    {
        var buy = Plain with { Plan = Plain.Plan with { EntryType = OrderType.Limit, EntryLimit = (Price)104m } };
        var sell = Plain with { Plan = Short(100) with { EntryType = OrderType.Limit, EntryLimit = (Price)97m } };

        Assert.Equal(104, buy.Decide().Portfolio.Trades[0].ReservedPrice);
        Assert.Equal(100, sell.Decide().Portfolio.Trades[0].ReservedPrice);
    }

    [Fact]
    public void Risk_is_sized_from_the_worst_price_of_the_entry()
    {
        var risk = Plain with { Sizing = new SizingRule.FixedFraction(0.01m) };

        Assert.Equal(200, risk.Decide().Quantity);                                                                                // 1,000 over 5
        Assert.Equal(100, (risk with { Plan = risk.Plan with { EntryType = OrderType.Limit, EntryLimit = (Price)105m } }).Decide().Quantity); // over 10
        Assert.Equal(100, (risk with { Plan = Short(100) with { EntryType = OrderType.Limit, EntryLimit = (Price)95m } }).Decide().Quantity);
    }

    [Fact]
    public void A_long_trade_is_priced_at_the_ask_and_a_short_one_at_the_bid()
    {
        var quote = new Quote("AAPL", (Price)99m, (Price)101m, (Price)100m, 1, 1, Morning);
        Assert.Equal(101, (Plain with { Quote = quote }).Decide().Portfolio.Trades[0].ReservedPrice);
        Assert.Equal(99, (Plain with { Quote = quote, Plan = Short(100) }).Decide().Portfolio.Trades[0].ReservedPrice);
    }

    [Fact]
    public void An_account_without_equity_left_is_sized_to_nothing()
    {
        var ruined = Plain with { Portfolio = Known(-5), Limits = new() { MaxGrossExposure = 1 } };
        Assert.Equal(DenialCode.GrossExposure, ruined.Decide().Code);
        Assert.Equal(DenialCode.QuantityZero, (ruined with { Sizing = new SizingRule.FixedFraction(0.01m) }).Decide().Code);
    }

    [Fact]
    public void The_same_review_gives_the_same_decision()
    {
        var (first, second) = (Plain.Decide(), Plain.Decide());
        Assert.Equal((first.Quantity, first.EnterBy, first.Code), (second.Quantity, second.EnterBy, second.Code));
    }
}
