using System.Collections.Frozen;
using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Agents;

/// <summary>The last hop before a broker: reviews every trade, keeps the portfolios, and reduces or halts trading.</summary>
/// <remarks>
/// Holds nothing but its configuration; what it decides on is in the state store, so that any number of copies may run. An only
/// copy may keep marks aside until something else changes. What it decides is <see cref="RiskGate"/>.
/// </remarks>
public sealed partial class RiskManagementAgent : IAgent
{
    private readonly PortfolioStore _store;
    private readonly IMarketDataSource _market;
    private readonly IMarkSource? _marks;
    private readonly bool _keepsMarks;
    private readonly IMarketCalendar _calendar;
    private readonly RiskSettings _settings;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<Symbol, string> _sectors;
    private Session? _session;
    private Portfolio? _quiet;

    /// <param name="keepsMarks">
    /// Whether marks and peaks wait in memory for the next change of the portfolio: for the only copy, on a store of its own process,
    /// on a desk that no crash interrupts.
    /// </param>
    /// <exception cref="ArgumentException">The settings are not sound; the message says what is wrong.</exception>
    public RiskManagementAgent(
        IStateStore store, IMarketDataSource market, IMarketCalendar calendar, RiskSettings settings, TimeProvider time, bool keepsMarks = false)
    {
        if (settings.Problem() is { } problem) throw new ArgumentException($"The risk settings are not sound: {problem}.", nameof(settings));
        (_store, _market, _calendar, _settings, _time) = (new PortfolioStore(store), market, calendar, settings, time);
        _marks = market as IMarkSource;
        _keepsMarks = keepsMarks;
        _sectors = settings.SectorOfSymbols().ToFrozenDictionary();
    }

    public string Name => "risk";

    public ImmutableArray<EventPattern> Hears { get; } =
    [
        EventNames.ReviewRequested, EventNames.HaltRequested, EventNames.ResumeRequested,
        EventNames.OrderPartiallyFilled, EventNames.OrderFilled,
        EventNames.TradeOpened, EventNames.TradeClosed, EventNames.TradeRejected, EventNames.TradeCanceled,
        EventNames.LimitBreached, "risk.trading.*", // its own: what it hears need not be announced again
    ];

    public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => message.Data switch
    {
        ReviewRequested e => ReviewAsync(message.Scope, e, outbox, cancellation),
        OrderExecuted e => BookAsync(message.Scope, e, cancellation),
        TradeOpened e => Done(_store.UpdateAsync(message.Scope.Account, e, static (portfolio, e) => portfolio.Opened(e.TradeId, e.Quantity), cancellation)),
        TradeRejected e => Done(_store.UpdateAsync(message.Scope.Account, e, static (portfolio, e) => portfolio.Ended(e.TradeId), cancellation)),
        TradeCanceled e => Done(_store.UpdateAsync(message.Scope.Account, e, static (portfolio, e) => portfolio.Ended(e.TradeId), cancellation)),
        TradeClosed e => CloseAsync(message.Scope, e, outbox, cancellation),
        HaltRequested e => HaltAsync(message, e, outbox, cancellation),
        ResumeRequested e => ResumeAsync(message, e, outbox, cancellation),
        LimitBreached or TradingHalted or TradingReduced or TradingResumed => HearAsync(message, cancellation),
        _ => ValueTask.CompletedTask,
    };

    /// <summary>Takes in an account as its broker has it, at start-up and when it is reconciled. The first time opens it for trading.</summary>
    /// <param name="account">The account's name on the desk.</param>
    /// <exception cref="ArgumentException">The settings do not have the account.</exception>
    public async ValueTask SetAccountAsync(string account, BrokerAccount told, Outbox outbox, CancellationToken cancellation)
    {
        var rules = RulesOf(account);
        var with = (told, rules, Session: SessionAt(_time.GetUtcNow()), Now: _time.GetUtcNow());
        var portfolio = await _store.UpdateAsync(account, with, static (portfolio, with) => RiskGate.Evaluate(
            portfolio.At(with.Session, with.Now).Told(with.told.Cash, with.told.Equity, with.told.BuyingPower, with.told.MayShort, with.Session.Date),
            with.rules, Marks.None, with.Session, with.Now), cancellation);
        RiskAnnouncements.Say(portfolio, outbox);
    }

    /// <summary>Reserves again for a trade whose entry works at the broker, where the portfolio that reserved for it has been lost. Doing it twice changes nothing.</summary>
    public ValueTask RestoreAsync(Trade trade, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        return Done(_store.UpdateAsync(trade.Scope.Account, (trade, Market: MarketAt(now, trade.Scope.Symbol, quote: null), now),
            static (portfolio, with) => RiskGate.Restored(portfolio, with.trade, with.Market, with.now), cancellation));
    }

    /// <summary>Sets limits by hand for a while. They revert by themselves; an earlier override of the same scope is replaced.</summary>
    /// <exception cref="ArgumentException">The limits are not sound, the time is past or too far, or the scope is none that has limits.</exception>
    public async ValueTask OverrideAsync(LimitOverride wanted, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        if (wanted.Until <= now || wanted.Until > now + _settings.LongestOverride)
            throw new ArgumentException($"An override lasts until a time to come, at most {_settings.LongestOverride} from now; {wanted.Until:u} is not.", nameof(wanted));
        if (wanted.Scope.Symbol.Value.Length > 0 || (wanted.Scope.IsDesk && wanted.Scope.Strategy.Length > 0))
            throw new ArgumentException($"Limits belong to the desk, an account, or a strategy of an account, not to {RiskAnnouncements.Subject(wanted.Scope)}.", nameof(wanted));

        var configured = wanted.Scope.IsDesk ? _settings.Desk
            : wanted.Scope.Strategy.Length == 0 ? RulesOf(wanted.Scope.Account).Limits
            : RulesOf(wanted.Scope.Account).For(wanted.Scope.Strategy).Limits;
        if (configured.With(wanted.Limits).Problem() is { } problem) throw new ArgumentException($"The override is not sound: {problem}.", nameof(wanted));
        if (wanted.Scope.IsDesk) await _store.UpdateDeskAsync(wanted, static (desk, wanted) => desk with { Overrides = [wanted] }, cancellation);
        else await _store.UpdateAsync(wanted.Scope.Account, wanted, static (portfolio, wanted) => portfolio.Overridden(wanted), cancellation);
    }

    private ValueTask ReviewAsync(Scope scope, ReviewRequested request, Outbox outbox, CancellationToken cancellation)
    {
        var deciding = _settings.For(scope.Account) is { } rules
            ? DecideAsync(rules, new RiskRequest(request.TradeId, scope, request.Plan), cancellation)
            : new(new RiskDecision(Portfolio.Unknown(scope.Account), DenialCode.PortfolioUnknown, $"no limits are configured for account {scope.Account}"));
        if (!deciding.IsCompletedSuccessfully) return FinishAsync(deciding, scope, request, outbox);
        Say(deciding.Result, scope, request, outbox);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask FinishAsync(ValueTask<RiskDecision> deciding, Scope scope, ReviewRequested request, Outbox outbox) =>
        Say(await deciding, scope, request, outbox);

    private static void Say(RiskDecision decision, Scope scope, ReviewRequested request, Outbox outbox)
    {
        if (decision.IsApproved)
            outbox.Say(EventNames.TradeApproved, request.TradeId.Value, scope, new TradeApproved(request.TradeId, decision.Quantity, decision.EnterBy));
        else
            outbox.Say(EventNames.TradeDenied, request.TradeId.Value, scope, new TradeDenied(request.TradeId, decision.Code, decision.Reason));
    }

    private async ValueTask<RiskDecision> DecideAsync(AccountRules rules, RiskRequest request, CancellationToken cancellation)
    {
        var quote = await _market.QuoteAsync(request.Scope.Symbol, cancellation);
        for (var attempt = 0; attempt < PortfolioStore.MostAttempts; attempt++)
        {
            var now = _time.GetUtcNow();
            // The desk is loaded before the portfolios, so that a claim missing from it is in the portfolio that showed it.
            var desk = _settings.HasDeskLimits ? await _store.LoadDeskAsync(cancellation) : default;
            var stored = await _store.LoadAsync(rules.Account, cancellation);
            var portfolio = stored.Value ?? Portfolio.Unknown(rules.Account);
            var view = _settings.HasDeskLimits ? await ViewAsync(desk.Value ?? Desk.Empty, rules.Account, now, cancellation) : null;

            var decision = RiskGate.Review(portfolio, rules, request, MarketAt(now, request.Scope.Symbol, quote), _settings.EnterWithin, now, view);
            if (!decision.IsApproved)
            {
                if (view is not null) await DropClaimAsync(view.Desk, desk.Version, request.TradeId, cancellation);
                return decision;
            }
            if (ReferenceEquals(decision.Portfolio, portfolio)) return decision; // approved before
            if (view is not null && !await _store.TrySaveAsync(Claimed(view, decision, request.TradeId, now), desk.Version, cancellation)) continue;
            if (await _store.TrySaveAsync(decision.Portfolio, stored.Version, cancellation)) return decision;
        }
        throw PortfolioStore.Contended(rules.Account);
    }

    private async ValueTask<DeskView> ViewAsync(Desk desk, string account, DateTimeOffset now, CancellationToken cancellation)
    {
        var others = await _store.LoadKnownAsync(_settings.Accounts, account, cancellation);
        var unknown = _settings.Accounts.FirstOrDefault(rules => rules.Account != account && !others.Any(other => other.Account == rules.Account));
        return new DeskView(desk, desk.Effective(_settings.Desk, now), others) { Unknown = unknown?.Account };
    }

    private static Desk Claimed(DeskView view, RiskDecision decision, TradeId id, DateTimeOffset now)
    {
        var trade = decision.Portfolio.Find(id)!;
        var claim = new DeskClaim(
            id, decision.Portfolio.Account, trade.Symbol, trade.Sector, trade.Direction, trade.ReservedNotional, now, trade.EnterBy);
        return view.Desk.Claim(claim, view, decision.Portfolio, now);
    }

    /// <summary>A claim left by an approval that could not be saved; when this fails it expires.</summary>
    private async ValueTask DropClaimAsync(Desk desk, long version, TradeId id, CancellationToken cancellation)
    {
        var without = desk.WithoutClaim(id);
        if (!ReferenceEquals(without, desk)) await _store.TrySaveAsync(without, version, cancellation);
    }

    private ValueTask BookAsync(Scope scope, OrderExecuted executed, CancellationToken cancellation) =>
        Done(_store.UpdateAsync(scope.Account, (scope, Sector: SectorOf(scope.Symbol), executed),
            static (portfolio, with) => portfolio.Book(with.scope, with.Sector, with.executed.OrderId, with.executed.Fill), cancellation));

    private ValueTask CloseAsync(Scope scope, TradeClosed closed, Outbox outbox, CancellationToken cancellation)
    {
        if (_settings.For(scope.Account) is not { } rules) return ValueTask.CompletedTask;
        var closing = _store.UpdateAsync(scope.Account, (rules, scope, closed, Now: _time.GetUtcNow()),
            static (portfolio, with) => RiskGate.Closed(portfolio, with.rules, with.scope, with.closed, with.Now), cancellation);
        if (!closing.IsCompletedSuccessfully) return AnnounceAsync(closing, outbox);
        RiskAnnouncements.Say(closing.Result, outbox);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask AnnounceAsync(ValueTask<Portfolio> changing, Outbox outbox) => RiskAnnouncements.Say(await changing, outbox);

    private static ValueTask Done(ValueTask<Portfolio> changing)
    {
        if (!changing.IsCompletedSuccessfully) return new(changing.AsTask());
        _ = changing.Result; // so that what it came from may be used again
        return ValueTask.CompletedTask;
    }

    private async ValueTask HaltAsync(Message message, HaltRequested request, Outbox outbox, CancellationToken cancellation)
    {
        if (request.State == TradingState.Active)
            throw new ArgumentException($"A halt asks for {TradingState.Reducing} or {TradingState.Halted}; to trade again, say {EventNames.ResumeRequested}.", nameof(message));
        var flatten = request is { Flatten: true, State: TradingState.Halted };
        var holds = true;
        foreach (var account in AccountsIn(message.Scope))
        {
            var portfolio = await _store.UpdateAsync(account, (message, request, flatten),
                static (portfolio, with) => portfolio.Requested(with.message.Scope, with.request.State, with.flatten, with.request.Reason, with.message.Time), cancellation);
            holds &= portfolio.States.Find(message.Scope, ScopeState.Requested) is { IsLifted: false } known && known.Since == message.Time && known.State == request.State;
        }
        if (!holds) return; // a younger request is known

        var subject = RiskAnnouncements.Subject(message.Scope);
        if (request.State == TradingState.Halted)
            outbox.Say(EventNames.TradingHalted, subject, message.Scope, new TradingHalted(ScopeState.Requested, request.Reason, flatten));
        else
            outbox.Say(EventNames.TradingReduced, subject, message.Scope, new TradingReduced(ScopeState.Requested, request.Reason));
    }

    private async ValueTask ResumeAsync(Message message, ResumeRequested request, Outbox outbox, CancellationToken cancellation)
    {
        var trades = true;
        if (message.Scope == Scope.Desk && _settings.HasDeskLimits)
        {
            var equity = 0m;
            foreach (var portfolio in await _store.LoadKnownAsync(_settings.Accounts, null, cancellation)) equity += portfolio.Equity;
            await _store.UpdateDeskAsync((message.Time, equity), static (desk, with) => desk.Resumed(with.Time, with.equity), cancellation);
        }
        foreach (var account in AccountsIn(message.Scope))
        {
            var portfolio = await _store.UpdateAsync(account, message, static (portfolio, message) => portfolio.Resumed(message.Scope, message.Time), cancellation);
            trades &= portfolio.StateFor(message.Scope) == TradingState.Active;
        }
        if (trades) outbox.Say(EventNames.TradingResumed, RiskAnnouncements.Subject(message.Scope), message.Scope, new TradingResumed(request.Reason));
    }

    private async ValueTask HearAsync(Message message, CancellationToken cancellation)
    {
        if (message.Source != Name) return;
        if (message.Scope.IsDesk)
        {
            if (_settings.HasDeskLimits) await _store.UpdateDeskAsync(message.Id, static (desk, id) => desk.Heard(id), cancellation);
            return;
        }
        await _store.UpdateAsync(message.Scope.Account, message.Id, static (portfolio, id) => portfolio.Heard(id), cancellation);
    }

    private MarketView MarketAt(DateTimeOffset now, Symbol symbol, Quote? quote)
    {
        var session = SessionAt(now);
        // Past the close, an order for the day waits for the next one.
        var works = now < session.Close ? session : _calendar.CurrentOrNext(session.AfterHoursClose);
        return new MarketView(quote, session, works.AfterHoursClose, SectorOf(symbol));
    }

    /// <summary>The session found last is asked first; the calendar gives the same answer.</summary>
    private Session SessionAt(DateTimeOffset now)
    {
        if (_session is { } last && now >= last.PreMarketOpen && now < last.AfterHoursClose) return last;
        _quiet = null;
        return _session = _calendar.CurrentOrNext(now);
    }

    private string SectorOf(Symbol symbol) => _sectors.GetValueOrDefault(symbol, "");

    private ImmutableArray<string> AccountsIn(Scope scope)
    {
        if (!scope.IsDesk) return [scope.Account];
        var all = ImmutableArray.CreateBuilder<string>(_settings.Accounts.Length);
        foreach (var rules in _settings.Accounts) all.Add(rules.Account);
        return all.MoveToImmutable();
    }

    private AccountRules RulesOf(string account) => _settings.For(account)
        ?? throw new ArgumentException($"No limits are configured for account '{account}'. Add it to the accounts of the risk settings.", nameof(account));
}
