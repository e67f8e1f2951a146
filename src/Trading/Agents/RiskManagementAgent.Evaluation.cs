using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Risk;

namespace Trading.Agents;

public sealed partial class RiskManagementAgent
{
    /// <summary>One tick of the timer: marks every portfolio to market, trips what lost too much, and lifts what is due.</summary>
    public ValueTask EvaluateAsync(Outbox outbox, CancellationToken cancellation)
    {
        for (var i = 0; i < _settings.Accounts.Length; i++)
        {
            var evaluating = EvaluateAsync(_settings.Accounts[i], outbox, cancellation);
            if (!evaluating.IsCompletedSuccessfully) return EvaluateRestAsync(evaluating, i + 1, outbox, cancellation);
        }
        return _settings.HasDeskLimits ? EvaluateDeskAsync(outbox, cancellation) : ValueTask.CompletedTask;
    }

    private async ValueTask EvaluateRestAsync(ValueTask evaluating, int next, Outbox outbox, CancellationToken cancellation)
    {
        await evaluating;
        for (; next < _settings.Accounts.Length; next++) await EvaluateAsync(_settings.Accounts[next], outbox, cancellation);
        if (_settings.HasDeskLimits) await EvaluateDeskAsync(outbox, cancellation);
    }

    /// <summary>Evaluates at once where the portfolio and the quotes are there at once, as they are in a backtest.</summary>
    private ValueTask EvaluateAsync(AccountRules rules, Outbox outbox, CancellationToken cancellation)
    {
        var loading = _store.LoadStoredAsync(rules.Account, cancellation);
        if (!loading.IsCompletedSuccessfully) return EvaluateAsync(loading, rules, outbox, cancellation);
        var stored = loading.Result;
        if (stored.Value is not { } portfolio || IsQuiet(portfolio)) return ValueTask.CompletedTask;
        if (_keepsMarks && TryMarkOnly(portfolio, rules)) return ValueTask.CompletedTask;
        var marking = MarksAsync(portfolio, cancellation);
        if (!marking.IsCompletedSuccessfully) return EvaluateAsync(marking, stored, rules, outbox, cancellation);
        var marks = marking.Result;
        if (_keepsMarks)
        {
            var now = _time.GetUtcNow();
            if (_store.TryMark(portfolio, rules, marks, SessionAt(now), now)) return ValueTask.CompletedTask;
            portfolio = _store.Marked(portfolio);
        }
        var after = Evaluated(portfolio, rules, marks);
        if (ReferenceEquals(after, portfolio))
        {
            if (after.IsAtRest) _quiet = after;
            RiskAnnouncements.Say(after, outbox);
            return ValueTask.CompletedTask;
        }
        var saving = _store.TrySaveAsync(after, stored.Version, cancellation);
        return saving.IsCompletedSuccessfully
            ? FinishAsync(saving.Result, after, rules, marks, outbox, cancellation)
            : FinishAsync(saving, after, rules, marks, outbox, cancellation);
    }

    /// <summary>Marks the one holding of a portfolio, where there is but one: most evaluations of a backtest end here.</summary>
    private bool TryMarkOnly(Portfolio portfolio, AccountRules rules)
    {
        if (portfolio.Holdings.Length != 1 || _marks is null || !_marks.TryMark(portfolio.Holdings[0].Symbol, out var price, out var time)) return false;
        var now = _time.GetUtcNow();
        return _store.TryMark(portfolio, rules, Marks.Of(portfolio.Holdings[0].Symbol, price, time), SessionAt(now), now);
    }

    private async ValueTask EvaluateAsync(ValueTask<Versioned<Portfolio>> loading, AccountRules rules, Outbox outbox, CancellationToken cancellation)
    {
        var stored = await loading;
        if (stored.Value is { } portfolio) await EvaluateAsync(MarksAsync(portfolio, cancellation), stored, rules, outbox, cancellation);
    }

    private async ValueTask EvaluateAsync(
        ValueTask<Marks> marking, Versioned<Portfolio> stored, AccountRules rules, Outbox outbox, CancellationToken cancellation)
    {
        var marks = await marking;
        for (var attempt = 0; attempt < PortfolioStore.MostAttempts; attempt++)
        {
            if (stored.Value is not { } portfolio) return;
            portfolio = _store.Marked(portfolio);
            var after = Evaluated(portfolio, rules, marks);
            if (ReferenceEquals(after, portfolio) || await _store.TrySaveAsync(after, stored.Version, cancellation))
            {
                RiskAnnouncements.Say(after, outbox);
                return;
            }
            stored = await _store.LoadAsync(rules.Account, cancellation);
        }
        throw PortfolioStore.Contended(rules.Account);
    }

    private async ValueTask FinishAsync(ValueTask<bool> saving, Portfolio after, AccountRules rules, Marks marks, Outbox outbox, CancellationToken cancellation) =>
        await FinishAsync(await saving, after, rules, marks, outbox, cancellation);

    private ValueTask FinishAsync(bool isSaved, Portfolio after, AccountRules rules, Marks marks, Outbox outbox, CancellationToken cancellation)
    {
        if (!isSaved) return EvaluateAgainAsync(rules, marks, outbox, cancellation);
        RiskAnnouncements.Say(after, outbox);
        return ValueTask.CompletedTask;
    }

    private async ValueTask EvaluateAgainAsync(AccountRules rules, Marks marks, Outbox outbox, CancellationToken cancellation) =>
        await EvaluateAsync(new(marks), await _store.LoadAsync(rules.Account, cancellation), rules, outbox, cancellation);

    /// <summary>Whether a portfolio was evaluated before in this session and nothing of it, and is one that only a new session or a trade changes.</summary>
    private bool IsQuiet(Portfolio portfolio)
    {
        _ = SessionAt(_time.GetUtcNow()); // a new one begins by evaluating
        return ReferenceEquals(portfolio, _quiet);
    }

    private Portfolio Evaluated(Portfolio portfolio, AccountRules rules, Marks marks)
    {
        var now = _time.GetUtcNow();
        return RiskGate.Evaluate(portfolio, rules, marks, SessionAt(now), now);
    }

    private async ValueTask EvaluateDeskAsync(Outbox outbox, CancellationToken cancellation)
    {
        var known = await _store.LoadKnownAsync(_settings.Accounts, null, cancellation);
        if (known.IsEmpty) return;
        var now = _time.GetUtcNow();
        var desk = await _store.UpdateDeskAsync((known, _settings, Session: SessionAt(now), now),
            static (desk, with) => RiskGate.Evaluate(desk, with.known, with._settings, with.Session, with.now), cancellation);
        foreach (var portfolio in known)
            if (!ReferenceEquals(portfolio.WithDeskStates(desk.States), portfolio))
                await _store.UpdateAsync(portfolio.Account, desk.States, static (portfolio, states) => portfolio.WithDeskStates(states), cancellation);
        RiskAnnouncements.Say(desk, outbox);
    }

    private ValueTask<Marks> MarksAsync(Portfolio portfolio, CancellationToken cancellation)
    {
        if (portfolio.Holdings.IsEmpty) return new(Marks.None);
        if (portfolio.Holdings.Length > 1) return MarksOfHoldingsAsync(portfolio, cancellation);
        if (_marks is not null) return new(MarkOf(portfolio.Holdings[0].Symbol, _marks));
        var quoting = _market.QuoteAsync(portfolio.Holdings[0].Symbol, cancellation);
        return quoting.IsCompletedSuccessfully ? new(Marks.Of(quoting.Result)) : FinishAsync(quoting);
    }

    private static Marks MarkOf(Symbol symbol, IMarkSource source) => source.TryMark(symbol, out var price, out var time) ? Marks.Of(symbol, price, time) : Marks.None;

    private static async ValueTask<Marks> FinishAsync(ValueTask<Quote?> quoting) => Marks.Of(await quoting);

    private async ValueTask<Marks> MarksOfHoldingsAsync(Portfolio portfolio, CancellationToken cancellation)
    {
        var marks = new Dictionary<Symbol, Quote>(portfolio.Holdings.Length);
        foreach (var holding in portfolio.Holdings)
            if (!marks.ContainsKey(holding.Symbol) && await _market.QuoteAsync(holding.Symbol, cancellation) is { } quote) marks.Add(holding.Symbol, quote);
        return marks;
    }
}
