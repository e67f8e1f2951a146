using Trading.Agents.Ports;
using Trading.Lifecycles;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Each history is a legal path, and only ever grows. The moves are written down here again, apart from the tables they check.</summary>
internal sealed class HistoriesAreLegal : Invariant
{
    public override int Number => 9;

    public override string Name => "each history is a legal path";

    public override void OnTrade(Trade? before, Trade after) =>
        Check(after.Id.Value, after.Id, before?.History ?? History<TradeState>.Empty, after.History, after.State, TradeState.Scanning, IsLegal);

    public override void OnOrder(Order? before, Order after) =>
        Check(after.Id.Value, after.Ticket.TradeId, before?.History ?? History<OrderState>.Empty, after.History, after.State, OrderState.PendingSubmission, IsLegal);

    public override void OnRecoveredOtherwise(StateKey key) => Violate($"{key} was recovered otherwise than it was stored");

    private void Check<TState>(
        string subject, TradeId trade, History<TState> before, History<TState> after, TState state, TState begin, Func<TState, TState, bool> isLegal)
        where TState : struct, Enum
    {
        if (ReferenceEquals(before, after)) return;
        if (!Equal(after.Last?.To ?? begin, state)) Violate($"{subject} is {state}, and its history ends in {after.Last?.To}", trade);
        var at = after;
        while (at.Count > before.Count)
        {
            var step = at.Last!.Value;
            var from = at.Earlier!.Last?.To ?? begin;
            if (!Equal(step.From, from)) Violate($"{subject} went from {step.From} to {step.To} when it was {from}", trade);
            if (!isLegal(step.From, step.To)) Violate($"{subject} went from {step.From} to {step.To}, which is no legal move", trade);
            at = at.Earlier;
        }
        if (at.Count != before.Count || at.Last != before.Last) Violate($"the history of {subject} was rewritten", trade);
    }

    private static bool Equal<TState>(TState one, TState other)
        where TState : struct, Enum => EqualityComparer<TState>.Default.Equals(one, other);

    private static bool IsLegal(TradeState from, TradeState to) => (from, to) switch
    {
        (TradeState.Scanning, TradeState.Signaled or TradeState.Canceled) => true,
        (TradeState.Signaled, TradeState.Approved or TradeState.Rejected) => true,
        (TradeState.Approved, TradeState.Entering or TradeState.Canceled) => true,
        (TradeState.Entering, TradeState.Open or TradeState.Canceled) => true,
        (TradeState.Open, TradeState.Exiting) => true,
        (TradeState.Exiting, TradeState.Closed) => true,
        (TradeState.Canceled, TradeState.Open) => true,
        (TradeState.Closed, TradeState.Exiting) => true,
        _ => false,
    };

    private static bool IsLegal(OrderState from, OrderState to) => (from, to) switch
    {
        (OrderState.PendingSubmission, not OrderState.PendingSubmission) => true,
        (OrderState.Submitted, OrderState.PendingSubmission or OrderState.Submitted) => false,
        (OrderState.Submitted, _) => true,
        (OrderState.Accepted, OrderState.PartiallyFilled or OrderState.Filled or OrderState.Canceled or OrderState.Rejected or OrderState.Expired) => true,
        (OrderState.PartiallyFilled, OrderState.Filled or OrderState.Canceled or OrderState.Rejected or OrderState.Expired) => true,
        (OrderState.Canceled or OrderState.Expired or OrderState.Rejected, OrderState.Filled) => true,
        _ => false,
    };
}
