using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Risk;

public static partial class RiskGate
{
    /// <summary>
    /// Brings a portfolio up to a time: begins a new trading day, marks to market, releases what expired, lifts what is due,
    /// reverts overrides, and trips what has lost too much. Returns the same object when nothing changed.
    /// </summary>
    /// <param name="marks">The newest quote of each symbol held, as far as there is one; a missing one leaves the last mark.</param>
    public static Portfolio Evaluate(
        Portfolio portfolio, AccountRules rules, Marks marks, Session session, DateTimeOffset now)
    {
        var current = portfolio.At(session, now).MarkedTo(marks);
        if (!current.IsKnown) return current;

        current = WithTrips(current, RiskLevel.Account, current.Total, rules.Limits, rules.Trips, session, now);
        for (var i = 0; i < current.Strategies.Length; i++)
        {
            var standing = current.Strategies[i];
            current = WithTrips(current, RiskLevel.Strategy, standing, rules.For(standing.Strategy).Limits, rules.Trips, session, now);
        }
        return current;
    }

    /// <summary>Takes in that a trade was closed, and with what: losing ones in a row begin a cool-down. Counted once for each trade.</summary>
    public static Portfolio Closed(Portfolio portfolio, AccountRules rules, Scope scope, TradeClosed closed, DateTimeOffset now)
    {
        if (portfolio.Find(closed.TradeId) is { IsCounted: true }) return portfolio;
        var counted = portfolio.Counted(closed.TradeId, scope, closed.Direction);
        if (closed.ProfitAndLoss == 0) return counted;

        var account = Scope.OfAccount(portfolio.Account);
        var strategy = scope with { Symbol = default };
        var accountLimits = counted.Effective(rules.Limits, account, now);
        var strategyLimits = counted.Effective(rules.For(scope.Strategy).Limits, strategy, now);
        var (total, standing) = (counted.Total, counted.StandingOf(scope.Strategy));
        if (!EndsStreak(total, closed.ProfitAndLoss, accountLimits) && !EndsStreak(standing, closed.ProfitAndLoss, strategyLimits))
            return WithStreaks(counted, After(total, closed.ProfitAndLoss), standing, After(standing, closed.ProfitAndLoss));
        counted = Count(counted, RiskLevel.Account, account, total, closed.ProfitAndLoss, accountLimits, rules.Trips.LossStreak, now);
        return Count(counted, RiskLevel.Strategy, strategy, standing, closed.ProfitAndLoss, strategyLimits, rules.Trips.LossStreak, now);
    }

    /// <summary>Whether a loss is one too many in a row.</summary>
    private static bool EndsStreak(Standing standing, decimal profit, RiskLimits limits) => profit < 0 && standing.Losses + 1 >= limits.MaxConsecutiveLosses;

    /// <summary>A strategy without a fill stays unknown until it has lost.</summary>
    private static Portfolio WithStreaks(Portfolio portfolio, Standing total, Standing before, Standing strategy) =>
        !ReferenceEquals(strategy, before) ? portfolio.With(total, strategy)
        : !ReferenceEquals(total, portfolio.Total) ? portfolio.With(total)
        : portfolio;

    private static Standing After(Standing standing, decimal profit) =>
        profit < 0 ? standing with { Losses = standing.Losses + 1 } : standing.Losses == 0 ? standing : standing with { Losses = 0 };

    /// <summary>Brings the desk's own figures up to a time, over the portfolios of all accounts that are known; one that is not yet joins later.</summary>
    /// <remarks>While one that has joined is not known any more, the desk stays as it is: the others' equity is neither all it has nor all it had.</remarks>
    public static Desk Evaluate(Desk desk, ImmutableArray<Portfolio> portfolios, RiskSettings settings, Session session, DateTimeOffset now)
    {
        foreach (var joined in desk.Accounts)
            if (settings.For(joined) is not null && !portfolios.Any(known => known.Account == joined)) return desk;
        var current = WithAccounts(desk, portfolios);
        var (equity, open) = (0m, 0m);
        foreach (var portfolio in portfolios)
        {
            equity += portfolio.Equity;
            open += portfolio.OpenProfit(null);
        }
        if (session.Date > current.Day) current = current with { Day = session.Date, StartOfDay = equity };
        if (equity > current.Peak) current = current with { Peak = equity };
        var states = current.States.At(now, tellsOfDesk: true);
        if (states != current.States) current = current with { States = states };
        for (var i = current.Overrides.Length - 1; i >= 0; i--)
            if (current.Overrides[i].Until <= now) current = current with { Overrides = current.Overrides.RemoveAt(i) };

        var limits = current.Effective(settings.Desk, now);
        current = TripDesk(current, LossEvidence(DenialCode.DailyLoss, RiskLevel.Desk, equity - open, open, current.StartOfDay, current.StartOfDay, limits), settings.DeskTrips.DailyLoss, session, now);
        return TripDesk(current, LossEvidence(DenialCode.Drawdown, RiskLevel.Desk, equity - open, open, current.Peak, current.Peak, limits), settings.DeskTrips.Drawdown, session, now);
    }

    /// <summary>Whether a loss of the day or from the peak has reached its limit.</summary>
    /// <param name="equityAtStart">Dollars of the account that the fraction lost in the day is of.</param>
    /// <param name="equityAtPeak">Dollars of the account that the fraction lost from the peak is of.</param>
    internal static bool HasLost(Standing standing, decimal open, decimal peak, decimal equityAtStart, decimal equityAtPeak, RiskLimits limits)
    {
        if (!HasLossLimit(limits)) return false;
        var reached = standing.Balance + open;
        return TripEvidence.LossIn(standing.StartOfDay - reached, equityAtStart, limits.MaxDailyLoss, limits.MaxDailyLossAmount) is not null
            || TripEvidence.LossIn(peak - reached, equityAtPeak, limits.MaxDrawdown, null) is not null;
    }

    private static bool HasLossLimit(RiskLimits limits) => (limits.MaxDailyLoss ?? limits.MaxDailyLossAmount ?? limits.MaxDrawdown) is not null;

    private static Portfolio WithTrips(
        Portfolio portfolio, RiskLevel level, Standing standing, RiskLimits configured, TripResponses responses, Session session, DateTimeOffset now)
    {
        var limits = portfolio.Overrides.IsEmpty ? configured : portfolio.Effective(configured, ScopeOf(portfolio, standing), now);
        if (!HasLossLimit(limits)) return portfolio;

        // A strategy's loss is measured against the equity of its account.
        var open = portfolio.OpenProfit(standing.Strategy.Length == 0 ? null : standing.Strategy);
        if (!HasLost(standing, open, standing.Peak, portfolio.Total.StartOfDay, portfolio.Total.Peak, limits)) return portfolio;
        var scope = ScopeOf(portfolio, standing);
        var daily = LossEvidence(DenialCode.DailyLoss, level, standing.Balance, open, standing.StartOfDay, portfolio.Total.StartOfDay, limits);
        var drawdown = LossEvidence(DenialCode.Drawdown, level, standing.Balance, open, standing.Peak, portfolio.Total.Peak, limits);
        return TripPortfolio(TripPortfolio(portfolio, scope, daily, responses.DailyLoss, session, now), scope, drawdown, responses.Drawdown, session, now);
    }

    private static Scope ScopeOf(Portfolio portfolio, Standing standing) => new(portfolio.Account, standing.Strategy, default);

    private static TripEvidence LossEvidence(
        DenialCode code, RiskLevel level, decimal balance, decimal open, decimal from, decimal equity, RiskLimits limits) => code == DenialCode.DailyLoss
        ? new(code, level, balance, open, from, equity, limits.MaxDailyLoss, limits.MaxDailyLossAmount, 0, null)
        : new(code, level, balance, open, from, equity, limits.MaxDrawdown, null, 0, null);

    private static Portfolio TripPortfolio(Portfolio portfolio, Scope scope, TripEvidence evidence, TripResponse response, Session session, DateTimeOffset now)
    {
        if (evidence.Decide() is not { } breach || portfolio.IsTripped(scope, evidence.Code)) return portfolio;
        return portfolio.Tripped(new Trip(scope, now, evidence, portfolio.Holdings), StateOf(scope, evidence.Code, breach, response, session.AfterHoursClose, now));
    }

    private static Desk TripDesk(Desk desk, TripEvidence evidence, TripResponse response, Session session, DateTimeOffset now)
    {
        if (evidence.Decide() is not { } breach || desk.IsTripped(evidence.Code)) return desk;
        return desk with
        {
            Trips = Trip.Keep(desk.Trips, new Trip(Scope.Desk, now, evidence, [])),
            States = desk.States.Put(StateOf(Scope.Desk, evidence.Code, breach, response, session.AfterHoursClose, now)),
        };
    }

    private static ScopeState StateOf(Scope scope, DenialCode code, Breach breach, TripResponse response, DateTimeOffset endOfDay, DateTimeOffset now) => new(
        scope, response.State, code.ToString(), $"{breach.Measured:0.####} {breach.Unit}; the limit is {breach.Allowed:0.####}",
        now, response.Flatten, response.UntilNextDay || response.State == TradingState.Active ? endOfDay : null)
    {
        IsHeard = response.State == TradingState.Active,
    };

    private static Portfolio Count(
        Portfolio portfolio, RiskLevel level, Scope scope, Standing standing, decimal profit, RiskLimits limits, TripResponse response, DateTimeOffset now)
    {
        var losses = standing.Losses + 1;
        var evidence = new TripEvidence(DenialCode.LossStreak, level, standing.Balance, 0, 0, 0, null, null, losses, limits.MaxConsecutiveLosses);
        if (evidence.Decide() is not { } breach || limits.CoolDown is not { } coolDown) return portfolio.With(After(standing, profit));

        var until = now + coolDown;
        var state = response.State == TradingState.Active ? null : StateOf(scope, DenialCode.LossStreak, breach, response, until, now) with { LiftsAt = until };
        return portfolio.With(standing with { Losses = 0, CoolDownUntil = until }).Tripped(new Trip(scope, now, evidence, []), state);
    }

    /// <summary>Equity that comes with a new account is no gain of the desk; accounts that left begin the figures anew.</summary>
    private static Desk WithAccounts(Desk desk, ImmutableArray<Portfolio> portfolios)
    {
        var known = 0;
        foreach (var portfolio in portfolios)
        {
            if (desk.Accounts.Contains(portfolio.Account))
            {
                known++;
                continue;
            }
            desk = desk with
            {
                Accounts = desk.Accounts.Add(portfolio.Account),
                StartOfDay = desk.StartOfDay + portfolio.Total.StartOfDay,
                Peak = desk.Peak + portfolio.Equity,
            };
            known++;
        }
        if (known == desk.Accounts.Length) return desk;

        var (accounts, start, peak) = (ImmutableArray.CreateBuilder<string>(portfolios.Length), 0m, 0m);
        foreach (var portfolio in portfolios)
        {
            accounts.Add(portfolio.Account);
            start += portfolio.Total.StartOfDay;
            peak += portfolio.Equity;
        }
        return desk with { Accounts = accounts.ToImmutable(), StartOfDay = start, Peak = peak };
    }
}
