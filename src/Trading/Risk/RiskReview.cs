using Trading.Messages;

namespace Trading.Risk;

/// <summary>One review on its way through the checks: what is asked, what is seen, and the sums at each level.</summary>
internal sealed class RiskReview
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly decimal _reserved;

    public RiskReview(Portfolio portfolio, AccountRules rules, in RiskRequest request, in MarketView market, DateTimeOffset now, DeskView? desk)
    {
        (Portfolio, Rules, Request, Market, Now) = (portfolio, rules, request, market, now);
        var scope = request.Scope;
        var strategyRules = rules.For(scope.Strategy);
        Sizing = strategyRules.Sizing ?? rules.Sizing;
        Prices = market.Quote is { } quote ? EntryPrices.Of(request.Plan, quote) : null;

        var strategy = new LevelView(RiskLevel.Strategy, scope.Strategy, portfolio.Effective(strategyRules.Limits, scope with { Symbol = default }, now));
        var account = new LevelView(RiskLevel.Account, scope.Account, portfolio.Effective(rules.Limits, Scope.OfAccount(scope.Account), now));
        Levels = desk is null ? [strategy, account] : [strategy, account, new LevelView(RiskLevel.Desk, "", desk.Limits)];
        (Equity, _reserved) = Sum(portfolio, strategy, account);
        if (desk is not null) Sum(desk, Levels[2]);
    }

    public Portfolio Portfolio { get; }
    public AccountRules Rules { get; }
    public RiskRequest Request { get; }
    public MarketView Market { get; }
    public DateTimeOffset Now { get; }
    public LevelView[] Levels { get; }
    public SizingRule Sizing { get; }

    /// <summary>Null when a price is missing; the check of prices comes before every check that needs them.</summary>
    public EntryPrices? Prices { get; }

    /// <summary>The account's equity in dollars.</summary>
    public decimal Equity { get; }

    /// <summary>Shares; set by the sizing, and lowered by the limits after it.</summary>
    public decimal Quantity { get; set; }

    /// <summary>Dollars a share that count against the limits.</summary>
    public decimal PriceEach => Prices!.Value.Highest;

    /// <summary>Buying power that is not reserved, in dollars.</summary>
    public decimal FreeBuyingPower => Portfolio.BuyingPower - _reserved;

    public bool IsTooSmall(decimal shares) => shares < Rules.Lot || shares * PriceEach < Rules.MinOrderNotional;

    /// <summary>One pass over the account for both of its levels.</summary>
    private (decimal Equity, decimal Reserved) Sum(Portfolio portfolio, LevelView strategy, LevelView account)
    {
        var (ours, symbol, sector) = (Request.Scope.Strategy, Request.Scope.Symbol, Market.Sector);
        decimal open = 0, openOfStrategy = 0, reserved = 0;
        foreach (var holding in portfolio.Holdings)
        {
            var (value, profit) = (holding.Value, holding.OpenProfit);
            var (isInSymbol, isInSector) = (holding.Symbol == symbol, holding.Sector == sector);
            account.AddHeld(value, isInSymbol, isInSector);
            open += profit;
            if (holding.Strategy != ours) continue;
            strategy.AddHeld(value, isInSymbol, isInSector);
            openOfStrategy += profit;
        }
        foreach (var trade in portfolio.Trades)
        {
            var notional = trade.ReservedNotional;
            var (isInSymbol, isInSector) = (trade.Symbol == symbol, trade.Sector == sector);
            account.AddReserved(notional, trade.Direction, isInSymbol, isInSector);
            account.AddTrade(isInSymbol);
            reserved += notional;
            if (trade.Strategy != ours) continue;
            strategy.AddReserved(notional, trade.Direction, isInSymbol, isInSector);
            strategy.AddTrade(isInSymbol);
        }
        for (var i = portfolio.RecentOrders.Length - 1; i >= 0 && Now - portfolio.RecentOrders[i].Time < Minute; i--)
        {
            account.AddOrder();
            if (portfolio.RecentOrders[i].Strategy == ours) strategy.AddOrder();
        }
        var (total, standing) = (portfolio.Total, portfolio.StandingOf(ours));
        var equity = total.Balance + open;
        Measure(account, total, equity, equity, total);
        Measure(strategy, standing, standing.Balance + openOfStrategy, equity, total);
        return (equity, reserved);
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
    private void Sum(DeskView desk, LevelView level)
    {
        Add(Portfolio, level);
        foreach (var other in desk.Others) Add(other, level);
        foreach (var claim in desk.Desk.Claims)
        {
            if (claim.Until <= Now || claim.TradeId == Request.TradeId || desk.Knows(claim, Portfolio)) continue;
            var isInSymbol = claim.Symbol == Request.Scope.Symbol;
            level.AddReserved(claim.Notional, claim.Direction, isInSymbol, claim.Sector == Market.Sector);
            level.AddTrade(isInSymbol);
            if (Now - claim.Time < Minute) level.AddOrder();
        }
        level.EquityAtStart = desk.Desk.StartOfDay;
        level.EquityAtPeak = desk.Desk.Peak;
        level.LostToday = desk.Desk.Day == Market.Session.Date ? desk.Desk.StartOfDay - level.Equity : 0;
        level.LostFromPeak = desk.Desk.Peak - level.Equity;
    }

    private void Add(Portfolio portfolio, LevelView level)
    {
        level.Equity += portfolio.Equity;
        foreach (var holding in portfolio.Holdings)
            level.AddHeld(holding.Value, holding.Symbol == Request.Scope.Symbol, holding.Sector == Market.Sector);
        foreach (var trade in portfolio.Trades)
        {
            var isInSymbol = trade.Symbol == Request.Scope.Symbol;
            level.AddReserved(trade.ReservedNotional, trade.Direction, isInSymbol, trade.Sector == Market.Sector);
            level.AddTrade(isInSymbol);
        }
        for (var i = portfolio.RecentOrders.Length - 1; i >= 0 && Now - portfolio.RecentOrders[i].Time < Minute; i--) level.AddOrder();
    }
}
