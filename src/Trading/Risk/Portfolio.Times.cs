using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Trading.MarketData;
using Trading.Messages;

namespace Trading.Risk;

public sealed partial record Portfolio
{
    /// <summary>Takes in the account as the broker has it. The first time begins the day and the peak.</summary>
    /// <remarks>
    /// Profit is counted from the marks and fills on. Shares that only the broker knows of yet are in its equity and come to
    /// the positions with their fills, so nothing counts twice.
    /// </remarks>
    public Portfolio Told(decimal cash, decimal equity, decimal buyingPower, bool mayShort, DateOnly day)
    {
        var told = this with
        {
            IsKnown = true,
            Cash = cash,
            BuyingPower = buyingPower,
            MayShort = mayShort,
            Total = Total with { Balance = equity - OpenProfit(null) },
        };
        return IsKnown ? told : told with { Day = day, Total = told.Total with { StartOfDay = equity, Peak = equity } };
    }

    /// <summary>Begins a trading day if it is a later one: losses of the day are counted from here.</summary>
    internal Portfolio OnDay(DateOnly day)
    {
        if (day <= Day) return this;
        var strategies = Strategies;
        for (var i = 0; i < strategies.Length; i++)
            strategies = strategies.SetItem(i, strategies[i] with { StartOfDay = strategies[i].Balance + OpenProfit(strategies[i].Strategy) });
        return this with { Day = day, Total = Total with { StartOfDay = Equity }, Strategies = strategies };
    }

    /// <summary>The portfolio as it is at a time: what expired is released, what was due is lifted, a new day has begun.</summary>
    internal Portfolio At(Session session, DateTimeOffset now)
    {
        var portfolio = OnDay(session.Date).WithoutExpired(now);
        var states = portfolio.States.At(now, tellsOfDesk: false);
        if (states != portfolio.States) portfolio = portfolio with { States = states };
        for (var i = portfolio.Overrides.Length - 1; i >= 0; i--)
            if (portfolio.Overrides[i].Until <= now) portfolio = portfolio with { Overrides = portfolio.Overrides.RemoveAt(i) };
        return portfolio;
    }

    /// <summary>Marks what is held, and raises the peaks of a known account to what is reached with it.</summary>
    internal Portfolio MarkedTo(Marks marks)
    {
        var holdings = Marked(marks);
        var (total, strategies) = IsKnown ? WithPeaks(holdings) : (Total, Strategies);
        return holdings == Holdings && ReferenceEquals(total, Total) && strategies == Strategies
            ? this
            : this with { Holdings = holdings, Total = total, Strategies = strategies };
    }

    private ImmutableArray<Holding> Marked(Marks marks)
    {
        Holding[]? marked = null;
        for (var i = 0; i < Holdings.Length; i++)
        {
            if (!marks.TryFind(Holdings[i].Symbol, out var price, out var time)) continue;
            var holding = Holdings[i].MarkedTo(price, time);
            if (ReferenceEquals(holding, Holdings[i])) continue;
            marked ??= Holdings.AsSpan().ToArray();
            marked[i] = holding;
        }
        return marked is null ? Holdings : ImmutableCollectionsMarshal.AsImmutableArray(marked);
    }

    private (Standing Total, ImmutableArray<Standing> Strategies) WithPeaks(ImmutableArray<Holding> holdings)
    {
        var all = OpenProfit(holdings, null);
        var equity = Total.Balance + all;
        var strategies = Strategies;
        for (var i = 0; i < strategies.Length; i++)
        {
            var isAll = holdings.Length == 0 || (holdings.Length == 1 && holdings[0].Strategy == strategies[i].Strategy);
            var reached = strategies[i].Balance + (isAll ? all : OpenProfit(holdings, strategies[i].Strategy));
            if (reached > strategies[i].Peak) strategies = strategies.SetItem(i, strategies[i] with { Peak = reached });
        }
        return (equity > Total.Peak ? Total with { Peak = equity } : Total, strategies);
    }

    /// <summary>Takes in that somebody wants trading reduced or halted.</summary>
    public Portfolio Requested(Scope scope, TradingState state, bool flatten, string reason, DateTimeOffset at)
    {
        var states = States.Request(new ScopeState(scope, state, ScopeState.Requested, reason, at, flatten, null) { IsHeard = true });
        return states == States ? this : this with { States = states };
    }

    /// <summary>Takes in that somebody wants a scope to trade again. What tripped it is measured anew from here.</summary>
    /// <remarks>Halts of a wider or a narrower scope, and younger ones, stay.</remarks>
    public Portfolio Resumed(Scope scope, DateTimeOffset at)
    {
        var states = States.Resume(scope, at);
        if (states == States) return this;
        var resumed = this with { States = states };
        var isOfAccount = scope == Scope.OfAccount(Account);
        if (!isOfAccount && !IsStrategy(scope)) return resumed;

        var standing = isOfAccount ? Total : StandingOf(scope.Strategy);
        var reached = isOfAccount ? Equity : standing.Balance + OpenProfit(scope.Strategy);
        if (IsTripped(scope, DenialCode.DailyLoss) && !resumed.IsTripped(scope, DenialCode.DailyLoss)) standing = standing with { StartOfDay = reached };
        if (IsTripped(scope, DenialCode.Drawdown) && !resumed.IsTripped(scope, DenialCode.Drawdown)) standing = standing with { Peak = reached };
        return resumed.With(standing with { Losses = 0, CoolDownUntil = null });
    }

    /// <summary>Takes in limits set by hand, in the place of earlier ones of the same scope.</summary>
    internal Portfolio Overridden(LimitOverride wanted)
    {
        var overrides = Overrides;
        for (var i = overrides.Length - 1; i >= 0; i--)
            if (overrides[i].Scope == wanted.Scope) overrides = overrides.RemoveAt(i);
        return this with { Overrides = overrides.Add(wanted) };
    }

    /// <summary>Takes in the trips of the desk. They are told by the desk, not from here.</summary>
    internal Portfolio WithDeskStates(ImmutableArray<ScopeState> desk)
    {
        var states = States;
        foreach (var state in desk)
        {
            if (state.Code == ScopeState.Requested) continue;
            var known = states.Find(state.Scope, state.Code);
            if (known is null ? !state.IsLifted : known.Since < state.Since) states = states.Put(state with { IsHeard = true });
        }
        return states == States ? this : this with { States = states };
    }

    internal bool IsTripped(Scope scope, DenialCode code) => States.Find(scope, code.ToString()) is { IsLifted: false };

    internal Portfolio Tripped(Trip trip, ScopeState? state) =>
        this with { Trips = Trip.Keep(Trips, trip), States = state is null ? States : States.Put(state) };

    internal Portfolio Heard(MessageId announcement)
    {
        var (states, trips) = (States.Heard(announcement), Trip.Heard(Trips, announcement));
        return states == States && trips == Trips ? this : this with { States = states, Trips = trips };
    }

    private bool IsStrategy(Scope scope) => scope.Account == Account && scope.Strategy.Length > 0 && scope.Symbol.Value.Length == 0;
}
