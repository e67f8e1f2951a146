using Trading.MarketData;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Risk;

/// <summary>The checks of a review, one method each: null where the trade passes. Their order and codes are the table in <see cref="RiskGate"/>.</summary>
internal static class RiskChecks
{
    /// <summary>The limits of the desk are over all its accounts: while one is unknown, nobody knows what is left of them.</summary>
    public static Denial? PortfolioUnknown(RiskReview r) =>
        !r.Portfolio.IsKnown ? new($"the broker has not told of account {r.Portfolio.Account} yet")
        : r.UnknownAccount is { } other ? new($"desk: the broker has not told of account {other} yet, and limits of the desk are over all accounts")
        : null;

    public static Denial? TradingHalted(RiskReview r) => Closed(r, TradingState.Halted);

    public static Denial? TradingReduced(RiskReview r) => Closed(r, TradingState.Reducing);

    public static Denial? TradeEnded(RiskReview r) =>
        !r.IsTradeKnown ? null : new("the trade has ended, or came to hold shares without an approval");

    public static Denial? SymbolRestricted(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (level.Limits.RestrictedSymbols.Contains(r.Request.Scope.Symbol)) return new($"{Whose(level)}{r.Request.Scope.Symbol} is restricted");
        return null;
    }

    public static Denial? SignalStale(RiskReview r)
    {
        var (plan, age) = (r.Request.Plan, r.Now - r.Request.Plan.SignaledAt);
        return age <= plan.ValidFor ? null : new($"the signal is {age.TotalSeconds:0} s old and was valid for {plan.ValidFor.TotalSeconds:0} s");
    }

    public static Denial? MarketClosed(RiskReview r)
    {
        if (r.Request.Plan.EntryTimeInForce is TimeInForce.AtTheOpen or TimeInForce.AtTheClose) return null;
        var phase = r.Market.Session.PhaseAt(r.Now);
        foreach (var level in r.Levels)
            if (level.Limits.Sessions is { } allowed && !allowed.Allow(phase)) return new($"{Whose(level)}entries are allowed in {allowed} sessions and it is {phase}");
        return null;
    }

    public static Denial? PriceMissing(RiskReview r) => r.Prices is not null ? null : new(
        r.Market.Quote is null ? $"there is no quote of {r.Request.Scope.Symbol}"
        : !r.Market.Quote.Mid.IsPositive ? $"the quote of {r.Request.Scope.Symbol} has no price: {r.Market.Quote}"
        : $"the plan lacks its reference price, its limit or its trigger: {r.Request.Plan.EntryType}");

    public static Denial? PriceStale(RiskReview r)
    {
        var age = r.Now - r.Market.Quote!.Time;
        foreach (var level in r.Levels)
            if (age.Duration() > level.Limits.MaxPriceAge)
                return new($"{Whose(level)}the quote is {age.TotalSeconds:0.###} s old and may be {level.Limits.MaxPriceAge.Value.TotalSeconds:0.###} s");
        return null;
    }

    /// <summary>The signal's price on both sides, the entry's limit on the losing one.</summary>
    public static Denial? PriceCollar(RiskReview r)
    {
        var (plan, fresh) = (r.Request.Plan, r.Market.Quote!.Mid.ToDecimal());
        var isLong = plan.Direction == TradeDirection.Long;
        foreach (var level in r.Levels)
        {
            if (level.Limits.PriceCollarPercent is not { } percent) continue;
            var width = percent / 100m;
            if (Math.Abs(plan.ReferencePrice - fresh) > width * fresh)
                return new($"{Whose(level)}the signal's price {plan.ReferencePrice} is more than {percent}% from {fresh}");
            if (plan.EntryLimit is not { } limit) continue;
            var from = plan.EntryTrigger is not { } trigger ? fresh : isLong ? Math.Max(fresh, trigger) : Math.Min(fresh, trigger);
            if (isLong ? limit > from * (1 + width) : limit < from * (1 - width))
                return new($"{Whose(level)}the entry limit {limit} is more than {percent}% beyond {from}");
        }
        return null;
    }

    public static Denial? ShortNotAllowed(RiskReview r)
    {
        if (r.Request.Plan.Direction == TradeDirection.Long) return null;
        if (!r.Portfolio.MayShort) return new("the broker does not let the account sell short");
        foreach (var level in r.Levels)
            if (level.Limits.AllowShort == false) return new($"{Whose(level)}short trades are not allowed");
        return null;
    }

    public static Denial? StopMissing(RiskReview r)
    {
        if (r.Request.Plan.StopPrice is { IsPositive: true }) return null;
        if (r.Sizing is SizingRule.FixedFraction) return new("sizing by a fraction at risk needs a protective stop");
        foreach (var level in r.Levels)
            if (level.Limits.RequireStop == true) return new($"{Whose(level)}every trade needs a protective stop");
        return null;
    }

    public static Denial? StopOnWrongSide(RiskReview r)
    {
        if (r.Request.Plan.StopPrice is not { } stop) return null;
        var entry = r.Prices!.Value.Likely;
        return IsBeyond(stop, entry, r.Request.Plan.Direction.Opposite())
            ? null
            : new($"the stop {stop} of a {Word(r)} trade entered at {entry} is on the wrong side");
    }

    public static Denial? TargetOnWrongSide(RiskReview r)
    {
        if (r.Request.Plan.TargetPrice is not { } target) return null;
        var entry = r.Prices!.Value.Likely;
        return IsBeyond(target, entry, r.Request.Plan.Direction)
            ? null
            : new($"the target {target} of a {Word(r)} trade entered at {entry} is on the wrong side");
    }

    public static Denial? DailyLoss(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (TripEvidence.LossIn(level.LostToday, level.EquityAtStart, level.Limits.MaxDailyLoss, level.Limits.MaxDailyLossAmount) is { } breach)
                return Over(level, "today", breach);
        return null;
    }

    public static Denial? Drawdown(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (TripEvidence.LossIn(level.LostFromPeak, level.EquityAtPeak, level.Limits.MaxDrawdown, null) is { } breach)
                return Over(level, "from the peak", breach);
        return null;
    }

    public static Denial? LossStreak(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (level.CoolDownUntil > r.Now) return new($"{Whose(level)}cooling down after losing trades until {level.CoolDownUntil:u}");
        return null;
    }

    public static Denial? OrderRate(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (level.OrdersLastMinute >= level.Limits.MaxOrdersPerMinute)
                return new($"{Whose(level)}{level.OrdersLastMinute} entries were approved within a minute and {level.Limits.MaxOrdersPerMinute} may be");
        return null;
    }

    public static Denial? DuplicateOrder(RiskReview r)
    {
        var orders = r.Portfolio.RecentOrders;
        foreach (var level in r.Levels)
        {
            if (level.Limits.DuplicateWindow is not { } window) continue;
            for (var i = orders.Length - 1; i >= 0 && r.Now - orders[i].Time < window; i--)
                if (IsSame(orders[i], r)) return new($"{Whose(level)}{orders[i].TradeId} asked for the same {(r.Now - orders[i].Time).TotalSeconds:0.###} s ago; the window is {window.TotalSeconds:0.###} s");
        }
        return null;
    }

    public static Denial? OpenTrades(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (level.Sums.OpenTrades >= level.Limits.MaxOpenTrades)
                return new($"{Whose(level)}{level.Sums.OpenTrades} trades are open and {level.Limits.MaxOpenTrades} may be");
        return null;
    }

    public static Denial? AlreadyInPosition(RiskReview r)
    {
        foreach (var level in r.Levels)
            if (level.Sums.OpenTradesInSymbol >= level.Limits.MaxOpenTradesPerSymbol)
                return new($"{Whose(level)}{level.Sums.OpenTradesInSymbol} trades are open in {r.Request.Scope.Symbol} and {level.Limits.MaxOpenTradesPerSymbol} may be");
        return null;
    }

    /// <summary>A broker's account has one position a symbol: a trade the other way would sell what another trade holds and protects.</summary>
    public static Denial? OppositePosition(RiskReview r)
    {
        foreach (var trade in r.Portfolio.Trades)
            if (trade.Symbol == r.Request.Scope.Symbol && trade.Direction != r.Request.Plan.Direction)
                return new($"{trade.Id} is open in {trade.Symbol} the other way");
        return null;
    }

    private static Denial? Closed(RiskReview r, TradingState state) =>
        r.Portfolio.States.Strictest(r.Request.Scope) is { } strictest && strictest.Current == state
            ? new($"{strictest.Current} since {strictest.Since:u} ({strictest.Code}): {strictest.Reason}")
            : null;

    private static bool IsBeyond(Price price, Price entry, TradeDirection direction) => direction == TradeDirection.Long ? price > entry : price < entry;

    private static bool IsSame(RecentOrder order, RiskReview r) =>
        order.Symbol == r.Request.Scope.Symbol && order.Direction == r.Request.Plan.Direction && order.Strategy == r.Request.Scope.Strategy;

    private static string Word(RiskReview r) => r.Request.Plan.Direction == TradeDirection.Long ? "long" : "short";

    private static Denial Over(LevelView level, string when, Breach breach) =>
        new($"{Whose(level)}{breach.Measured:0.####} {breach.Unit} {when} and the limit is {breach.Allowed:0.####}");

    internal static string Whose(LevelView level) => level.Level switch
    {
        RiskLevel.Strategy => $"strategy {level.Name}: ",
        RiskLevel.Account => $"account {level.Name}: ",
        _ => "desk: ",
    };
}
