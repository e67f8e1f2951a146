using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>The states of scopes, as portfolios and the desk keep them.</summary>
internal static class ScopeStates
{
    /// <summary>How long a lifted state is remembered, so that an older request that comes late is known for what it is.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>The strictest state that holds in a scope, or null when nothing does.</summary>
    public static ScopeState? Strictest(this ImmutableArray<ScopeState> states, Scope scope)
    {
        ScopeState? strictest = null;
        foreach (var state in states)
            if (state.Current > (strictest?.Current ?? TradingState.Active) && state.Scope.Holds(scope)) strictest = state;
        return strictest;
    }

    /// <summary>The state of exactly this scope and code.</summary>
    public static ScopeState? Find(this ImmutableArray<ScopeState> states, Scope scope, string code)
    {
        foreach (var state in states)
            if (state.Code == code && state.Scope == scope) return state;
        return null;
    }

    /// <summary>Puts a state in the place of the one with its scope and code.</summary>
    public static ImmutableArray<ScopeState> Put(this ImmutableArray<ScopeState> states, ScopeState state)
    {
        for (var i = 0; i < states.Length; i++)
            if (states[i].Code == state.Code && states[i].Scope == state.Scope) return states.SetItem(i, state);
        return states.Add(state);
    }

    /// <summary>Lifts what is due and forgets what was lifted long ago.</summary>
    /// <param name="tellsOfDesk">Whether states of the whole desk are told from here; a portfolio has copies of them only.</param>
    public static ImmutableArray<ScopeState> At(this ImmutableArray<ScopeState> states, DateTimeOffset now, bool tellsOfDesk)
    {
        for (var i = states.Length - 1; i >= 0; i--)
        {
            var state = states[i];
            if (!state.IsLifted && state.LiftsAt <= now) states = states.SetItem(i, Lifted(state, now, isTold: state.State != TradingState.Active && (tellsOfDesk || !state.Scope.IsDesk)));
            else if (state is { IsLifted: true, IsHeard: true } && now - state.Since > Remembered) states = states.RemoveAt(i);
        }
        return states;
    }

    /// <summary>Takes in a request, unless a younger one is known.</summary>
    public static ImmutableArray<ScopeState> Request(this ImmutableArray<ScopeState> states, ScopeState requested)
    {
        var known = states.Find(requested.Scope, ScopeState.Requested);
        var isOlder = known is not null && (known.Since > requested.Since || (known.Since == requested.Since && known.Current >= requested.State));
        return isOlder ? states : states.Put(requested);
    }

    /// <summary>Lifts every state of exactly this scope that is not younger than the request.</summary>
    public static ImmutableArray<ScopeState> Resume(this ImmutableArray<ScopeState> states, Scope scope, DateTimeOffset requestedAt)
    {
        for (var i = 0; i < states.Length; i++)
            if (!states[i].IsLifted && states[i].Scope == scope && states[i].Since < requestedAt)
                states = states.SetItem(i, Lifted(states[i], requestedAt, isTold: false));
        var remembered = states.Find(scope, ScopeState.Requested);
        if (remembered is not null && remembered.Since >= requestedAt) return states;
        return states.Put(new ScopeState(scope, TradingState.Active, ScopeState.Requested, "", requestedAt, false, null) { IsLifted = true, IsHeard = true });
    }

    /// <summary>Notes that an announcement is on its way.</summary>
    public static ImmutableArray<ScopeState> Heard(this ImmutableArray<ScopeState> states, MessageId announcement)
    {
        for (var i = 0; i < states.Length; i++)
            if (!states[i].IsHeard && states[i].Announcement == announcement) return states.SetItem(i, states[i] with { IsHeard = true });
        return states;
    }

    private static ScopeState Lifted(ScopeState state, DateTimeOffset at, bool isTold) =>
        state with { IsLifted = true, Since = at, LiftsAt = null, IsHeard = !isTold };
}
