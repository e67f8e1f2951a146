using System.Collections.Immutable;
using Trading.Messages;
using Trading.Risk;

namespace Trading.Agents;

/// <summary>Tells of trips and of states that changed by themselves, again and again until they are known to be on their way.</summary>
/// <remarks>
/// The state is saved before the message is published, so a crash in between would leave a halt that nobody was told of. The
/// agent hears its own announcements; until then each evaluation makes them again, under the same ids.
/// </remarks>
internal static class RiskAnnouncements
{
    public static void Say(Portfolio portfolio, Outbox outbox)
    {
        SayTrips(portfolio.Trips, outbox);
        foreach (var state in portfolio.States)
            if (!state.IsHeard && (!state.IsLifted || portfolio.StateFor(state.Scope) == TradingState.Active)) Say(state, outbox);
    }

    public static void Say(Desk desk, Outbox outbox)
    {
        SayTrips(desk.Trips, outbox);
        foreach (var state in desk.States)
            if (!state.IsHeard) Say(state, outbox);
    }

    /// <summary>What a scope is called as the subject of a message.</summary>
    public static string Subject(Scope scope) => scope switch
    {
        { IsDesk: true, Strategy: "", Symbol.Value: "" } => "desk",
        { Strategy: "", Symbol.Value: "" } => scope.Account,
        _ => $"{scope.Account}/{scope.Strategy}/{scope.Symbol}",
    };

    private static void SayTrips(ImmutableArray<Trip> trips, Outbox outbox)
    {
        foreach (var trip in trips)
        {
            if (trip.IsHeard || trip.Evidence.Decide() is not { } breach) continue;
            var data = new LimitBreached(trip.Evidence.Code, breach.Measured, breach.Allowed, trip.Evidence.ToJson());
            outbox.SayOnce(trip.Announcement, EventNames.LimitBreached, Subject(trip.Scope), trip.Scope, data);
        }
    }

    private static void Say(ScopeState state, Outbox outbox)
    {
        var (name, data) = state switch
        {
            { IsLifted: true } => (EventNames.TradingResumed, (Payload)new TradingResumed($"{state.Code} is over")),
            { State: TradingState.Halted } => (EventNames.TradingHalted, new TradingHalted(state.Code, state.Reason, state.Flatten)),
            _ => (EventNames.TradingReduced, new TradingReduced(state.Code, state.Reason)),
        };
        outbox.SayOnce(state.Announcement, name, Subject(state.Scope), state.Scope, data);
    }
}
