using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>Decides whether a trade may be entered, and with how many shares; and what a portfolio's losses make of trading.</summary>
/// <remarks>Pure: the same portfolio, rules, market and time give the same decision.</remarks>
public static partial class RiskGate
{
    /// <summary>Every check, in order. The first that denies decides; the last ones lower the size first, and deny when too little is left.</summary>
    internal static ImmutableArray<RiskCheck> Checks { get; } =
    [
        new(DenialCode.PortfolioUnknown, RiskChecks.PortfolioUnknown),
        new(DenialCode.TradeEnded, RiskChecks.TradeEnded),
        new(DenialCode.TradingHalted, RiskChecks.TradingHalted),
        new(DenialCode.TradingReduced, RiskChecks.TradingReduced),
        new(DenialCode.SymbolRestricted, RiskChecks.SymbolRestricted),
        new(DenialCode.SignalStale, RiskChecks.SignalStale),
        new(DenialCode.MarketClosed, RiskChecks.MarketClosed),
        new(DenialCode.PriceMissing, RiskChecks.PriceMissing),
        new(DenialCode.PriceStale, RiskChecks.PriceStale),
        new(DenialCode.PriceCollar, RiskChecks.PriceCollar),
        new(DenialCode.ShortNotAllowed, RiskChecks.ShortNotAllowed),
        new(DenialCode.StopMissing, RiskChecks.StopMissing),
        new(DenialCode.StopOnWrongSide, RiskChecks.StopOnWrongSide),
        new(DenialCode.TargetOnWrongSide, RiskChecks.TargetOnWrongSide),
        new(DenialCode.DailyLoss, RiskChecks.DailyLoss),
        new(DenialCode.Drawdown, RiskChecks.Drawdown),
        new(DenialCode.LossStreak, RiskChecks.LossStreak),
        new(DenialCode.OrderRate, RiskChecks.OrderRate),
        new(DenialCode.DuplicateOrder, RiskChecks.DuplicateOrder),
        new(DenialCode.OpenTrades, RiskChecks.OpenTrades),
        new(DenialCode.AlreadyInPosition, RiskChecks.AlreadyInPosition),
        new(DenialCode.OppositePosition, RiskChecks.OppositePosition),

        new(DenialCode.VolatilityMissing, SizeChecks.VolatilityMissing),
        new(DenialCode.QuantityZero, SizeChecks.QuantityZero), // the sizing; what follows lowers the size

        new(DenialCode.QuantityTooLarge, SizeChecks.QuantityTooLarge),
        new(DenialCode.NotionalTooLarge, SizeChecks.NotionalTooLarge),
        new(DenialCode.GrossExposure, SizeChecks.GrossExposure),
        new(DenialCode.NetExposure, SizeChecks.NetExposure),
        new(DenialCode.SymbolConcentration, SizeChecks.SymbolConcentration),
        new(DenialCode.SectorConcentration, SizeChecks.SectorConcentration),
        new(DenialCode.BuyingPower, SizeChecks.BuyingPower),
    ];

    /// <summary>Reviews a trade. One that is approved already is given the same approval again.</summary>
    /// <param name="enterWithin">How long after the approval the entry may be sent.</param>
    /// <param name="desk">Where the desk has limits of its own; null where it has none.</param>
    public static RiskDecision Review(
        Portfolio portfolio, AccountRules rules, in RiskRequest request, in MarketView market, TimeSpan enterWithin, DateTimeOffset now, DeskView? desk = null)
    {
        var known = portfolio.Find(request.TradeId);
        if (known is { Approved: > 0, HasEnded: false } approved)
            return new RiskDecision(portfolio, DenialCode.None, "") { Quantity = approved.Approved, EnterBy = approved.EnterBy };

        var review = new RiskReview(portfolio.At(market.Session, now), rules, request, market, now, desk) { IsTradeKnown = known is not null };
        var cappedBy = DenialCode.None;
        foreach (var row in Checks)
        {
            review.IsLowered = false;
            if (row.Check(review) is { } denial) return new RiskDecision(portfolio, row.Code, denial.Reason);
            if (review.IsLowered) cappedBy = row.Code;
        }
        return Approve(review, enterWithin, cappedBy);
    }

    private static RiskDecision Approve(RiskReview review, TimeSpan enterWithin, DenialCode cappedBy)
    {
        var (request, now) = (review.Request, review.Now);
        var trade = new TradeExposure
        {
            Id = request.TradeId,
            Strategy = request.Scope.Strategy,
            Symbol = request.Scope.Symbol,
            Direction = request.Plan.Direction,
            Sector = review.Market.Sector,
            Approved = review.Quantity,
            Reserved = review.Quantity,
            ReservedPrice = review.PriceEach,
            EnterBy = now + enterWithin,
            ReservedUntil = WorksUntil(request.Plan, review.Market, now + enterWithin),
        };
        var reserved = review.Portfolio.Reserve(trade, now, KeptOrders(review));
        return new RiskDecision(reserved, DenialCode.None, "") { Quantity = trade.Approved, EnterBy = trade.EnterBy, CappedBy = cappedBy };
    }

    /// <summary>Reserves again what a trade whose entry works may still buy or sell short, where the portfolio that approved it has been lost.</summary>
    /// <remarks>All that was approved: fills take from it, booked before or after.</remarks>
    internal static Portfolio Restored(Portfolio portfolio, Trade trade, in MarketView market, DateTimeOffset now)
    {
        var (plan, symbol) = (trade.Plan, trade.Scope.Symbol);
        var prices = EntryPrices.Of(plan, Quote.At(symbol, plan.ReferencePrice, now));
        return portfolio.Restored(new TradeExposure
        {
            Id = trade.Id,
            Strategy = trade.Scope.Strategy,
            Symbol = symbol,
            Direction = plan.Direction,
            Sector = market.Sector,
            Approved = trade.Quantity,
            Reserved = trade.Quantity,
            ReservedPrice = prices?.Highest ?? plan.ReferencePrice,
            EnterBy = now,
            ReservedUntil = WorksUntil(plan, market, now),
        });
    }

    private static DateTimeOffset? WorksUntil(TradePlan plan, in MarketView market, DateTimeOffset enterBy) =>
        plan.EntryTimeInForce == TimeInForce.GoodTilCanceled ? null
        : market.DayOrdersEnd > enterBy ? market.DayOrdersEnd
        : enterBy;

    /// <summary>As long as any strategy of the account looks back: they share the list.</summary>
    private static TimeSpan KeptOrders(RiskReview review)
    {
        var kept = TimeSpan.FromMinutes(1);
        foreach (var level in review.Levels) kept = Longer(kept, level.Limits);
        foreach (var strategy in review.Rules.Strategies) kept = Longer(kept, strategy.Limits);
        foreach (var raised in review.Portfolio.Overrides) kept = Longer(kept, raised.Limits);
        return kept;
    }

    private static TimeSpan Longer(TimeSpan kept, RiskLimits limits) => limits.DuplicateWindow > kept ? limits.DuplicateWindow.Value : kept;
}
