using Trading.Messages;

namespace Trading.Risk;

/// <summary>One review on its way through the checks: what is asked, what is seen, and the sums at each level.</summary>
internal sealed class RiskReview
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string? _sector;

    public RiskReview(Portfolio portfolio, AccountRules rules, in RiskRequest request, in MarketView market, DateTimeOffset now, DeskView? desk)
    {
        (Portfolio, Rules, Request, Market, Now) = (portfolio, rules, request, market, now);
        var scope = request.Scope;
        var strategyRules = rules.For(scope.Strategy);
        Sizing = strategyRules.Sizing ?? rules.Sizing;
        Prices = market.Quote is { } quote ? EntryPrices.Of(request.Plan, quote) : null;

        var (ours, accounts) = portfolio.Overrides.IsEmpty
            ? (strategyRules.Limits, rules.Limits)
            : (portfolio.Effective(strategyRules.Limits, scope with { Symbol = default }, now), portfolio.Effective(rules.Limits, Scope.OfAccount(scope.Account), now));
        var strategy = new LevelView(RiskLevel.Strategy, scope.Strategy, ours);
        var account = new LevelView(RiskLevel.Account, scope.Account, accounts);
        Levels = desk is null ? [strategy, account] : [strategy, account, new LevelView(RiskLevel.Desk, "", desk.Limits)];
        foreach (var level in Levels)
            if (level.Limits.MaxSectorExposure is not null) _sector = market.Sector;
        Equity = Sum(portfolio, strategy, account);
        if (desk is null) return;
        UnknownAccount = desk.Unknown;
        Sum(desk, account, Levels[2]);
    }

    public Portfolio Portfolio { get; }
    public AccountRules Rules { get; }
    public RiskRequest Request { get; }
    public MarketView Market { get; }
    public DateTimeOffset Now { get; }

    /// <summary>Another account of a desk with limits of its own that is not known; null where there is none.</summary>
    public string? UnknownAccount { get; }

    /// <summary>Whether the portfolio knows the trade already.</summary>
    public bool IsTradeKnown { get; init; }

    public LevelView[] Levels { get; }
    public SizingRule Sizing { get; }

    /// <summary>Null when a price is missing; the check of prices comes before every check that needs them.</summary>
    public EntryPrices? Prices { get; }

    /// <summary>The account's equity in dollars.</summary>
    public decimal Equity { get; }

    /// <summary>Shares; set by the sizing, and lowered by the limits after it.</summary>
    public decimal Quantity
    {
        get;
        set
        {
            IsLowered |= value < field;
            field = value;
        }
    }

    /// <summary>Whether the shares became fewer since this was last set to false.</summary>
    public bool IsLowered { get; set; }

    /// <summary>Dollars a share that count against the limits.</summary>
    public decimal PriceEach => Prices!.Value.Highest;

    /// <summary>Buying power that is not reserved, in dollars.</summary>
    public decimal FreeBuyingPower => Portfolio.BuyingPower - Levels[1].Sums.Reserved;

    public bool IsTooSmall(decimal shares) => shares < Rules.Lot || shares * PriceEach < Rules.MinOrderNotional;

    /// <summary>One pass over the account for both of its levels.</summary>
    private decimal Sum(Portfolio portfolio, LevelView strategy, LevelView account)
    {
        var (ours, symbol) = (Request.Scope.Strategy, Request.Scope.Symbol);
        foreach (var holding in portfolio.Holdings)
            (holding.Strategy == ours ? ref strategy.Sums : ref account.Sums).Add(holding, symbol, _sector);
        foreach (var trade in portfolio.Trades)
            (trade.Strategy == ours ? ref strategy.Sums : ref account.Sums).Add(trade, symbol, _sector);
        account.Sums.Add(strategy.Sums);

        var orders = portfolio.RecentOrders;
        for (var i = orders.Length - 1; i >= 0 && Now - orders[i].Time < Minute; i--)
        {
            account.OrdersLastMinute++;
            if (orders[i].Strategy == ours) strategy.OrdersLastMinute++;
        }
        var (total, standing) = (portfolio.Total, portfolio.StandingOf(ours));
        var equity = total.Balance + account.Sums.OpenProfit;
        Measure(account, total, equity, equity, total);
        Measure(strategy, standing, standing.Balance + strategy.Sums.OpenProfit, equity, total);
        return equity;
    }

    private static void Measure(LevelView level, Standing standing, decimal reached, decimal equity, Standing account)
    {
        level.Equity = equity;
        level.EquityAtStart = account.StartOfDay;
        level.EquityAtPeak = account.Peak;
        level.LostToday = standing.StartOfDay - reached;
        level.LostFromPeak = standing.Peak - reached;
        level.CoolDownUntil = standing.CoolDownUntil;
    }

    /// <summary>The sums over all accounts, and the claims of trades that no portfolio shows yet.</summary>
    private void Sum(DeskView desk, LevelView account, LevelView level)
    {
        var symbol = Request.Scope.Symbol;
        level.Sums.Add(account.Sums);
        level.OrdersLastMinute = account.OrdersLastMinute;
        level.Equity = account.Equity;
        foreach (var other in desk.Others)
        {
            foreach (var holding in other.Holdings) level.Sums.Add(holding, symbol, _sector);
            foreach (var trade in other.Trades) level.Sums.Add(trade, symbol, _sector);
            for (var i = other.RecentOrders.Length - 1; i >= 0 && Now - other.RecentOrders[i].Time < Minute; i--) level.OrdersLastMinute++;
            level.Equity += other.Equity;
        }
        foreach (var claim in desk.Desk.Claims)
        {
            if (claim.Until <= Now || claim.TradeId == Request.TradeId || desk.Knows(claim, Portfolio)) continue;
            level.Sums.Add(claim, symbol, _sector);
            if (Now - claim.Time < Minute) level.OrdersLastMinute++;
        }
        level.EquityAtStart = desk.Desk.StartOfDay;
        level.EquityAtPeak = desk.Desk.Peak;
        level.LostToday = desk.Desk.Day == Market.Session.Date ? desk.Desk.StartOfDay - level.Equity : 0;
        level.LostFromPeak = desk.Desk.Peak - level.Equity;
    }
}
