using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Strategies;

namespace Trading.Trades;

/// <summary>Decides what becomes of a trade. The legal moves are <see cref="TradeTransitions"/>.</summary>
/// <remarks>
/// Each event is first noted (what do we know now?) and then the trade is steered (what follows from all we know?), so that
/// the order in which events arrive does not matter and hearing one twice changes nothing.
/// </remarks>
public static class TradeLifecycle
{
    /// <summary>Begins the life of a trade that watches for a signal.</summary>
    public static Trade Watch(TradeId id, Scope scope, TradePlan plan, TradeSettings settings) =>
        new() { Id = id, Scope = scope, Plan = plan, Settings = settings };

    /// <summary>Begins the life of a trade with its signal.</summary>
    public static Decision<Trade, TradeAction> Begin(TradeId id, Scope scope, EntrySignaled signal, TradeSettings settings, Stamp at) =>
        On(Watch(id, scope, signal.Plan, settings), signal, at);

    /// <exception cref="InvalidTransitionException">The table does not allow the event in the trade's state.</exception>
    public static Decision<Trade, TradeAction> On(Trade trade, ITradeEvent happened, Stamp at)
    {
        var actions = new TradeActionList();
        var noted = Note(trade, happened, at, ref actions);
        var steered = TradeSteering.Steer(noted, at, ref actions);
        var isWokenTooEarly = happened is TradeWoken && steered.Deadline > at.Time;
        if (steered.Deadline is { } deadline && (deadline != trade.Deadline || isWokenTooEarly)) actions.Add(new TradeAction.WakeAt(deadline));
        return new(steered, actions.ToImmutable());
    }

    private static Trade Note(Trade trade, ITradeEvent happened, Stamp at, ref TradeActionList actions) => happened switch
    {
        EntrySignaled e => Signaled(trade, e, at, ref actions),
        Strategies.ExitSignaled e => e.Direction != trade.Direction || e.SignaledAt <= trade.Plan.SignaledAt ? trade : WantOut(trade, Trades.ExitReason.Signal, e.ReferencePrice),
        ExitRequested e => WantOut(trade, e.Reason, e.ReferencePrice),
        TradingHalted e => Halted(trade, e),
        WatchEnded => trade.State == TradeState.Scanning ? Ended(trade, TradeTrigger.WatchEnd, "nobody watches any longer", at, ref actions) : trade,
        TradeApproved e => Approved(trade, e, at, ref actions),
        TradeDenied e => trade.State == TradeState.Signaled ? Ended(trade, TradeTrigger.Deny, $"{e.Code}: {e.Reason}", at, ref actions) : trade,
        OrderReport e => Reported(trade, e),
        StopMoved e => StopMoved(trade, e),
        TradeWoken => Woken(trade, at, ref actions),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not an event of a trade."),
    };

    private static Trade Signaled(Trade trade, EntrySignaled happened, Stamp at, ref TradeActionList actions)
    {
        if (trade.State != TradeState.Scanning) return trade; // told twice
        actions.Add(new TradeAction.RequestReview(happened.Plan));
        var (state, history) = Next(trade.State, trade.History, trade.Id, TradeTrigger.Signal, happened.Plan.Reason, at);
        return trade with
        {
            State = state,
            History = history,
            Plan = happened.Plan,
            StopPrice = happened.Plan.StopPrice,
            Deadline = at.Time + trade.Settings.ReviewTimeout,
        };
    }

    private static Trade Approved(Trade trade, TradeApproved happened, Stamp at, ref TradeActionList actions)
    {
        if (trade.State == TradeState.Rejected) // the approval reserved what nobody will use
            actions.Add(new TradeAction.Announce(EventNames.TradeRejected, new TradeRejected(trade.Id, "approved too late")));
        if (trade.State != TradeState.Signaled) return trade; // too late, or told twice
        var (state, history) = Next(trade.State, trade.History, trade.Id, TradeTrigger.Approve, $"{happened.Quantity} shares", at);
        var signalEnds = trade.Plan.SignaledAt + trade.Plan.ValidFor;
        var stale = at.Time >= happened.ReservedUntil || at.Time > signalEnds;
        if (stale || trade.ExitReason is not null)
        {
            var approved = trade with { State = state, History = history, Quantity = happened.Quantity, Deadline = null };
            var why = trade.ExitReason is { } left ? $"left before it was entered: {left}" : "the signal is too old";
            return Ended(approved, TradeTrigger.Abandon, why, at, ref actions);
        }
        var ticket = TradeTickets.Entry(trade, happened.Quantity, signalEnds < happened.ReservedUntil ? signalEnds : happened.ReservedUntil);
        actions.Add(new TradeAction.PlaceOrder(ticket));
        (state, history) = Next(state, history, trade.Id, TradeTrigger.SendEntry, "", at);
        return trade with
        {
            State = state,
            History = history,
            Quantity = happened.Quantity,
            Deadline = null,
            Orders = TradeTickets.Remember(trade.Orders, ticket),
        };
    }

    private static Trade WantOut(Trade trade, ExitReason reason, MarketData.Price reference) =>
        MayBeLeft(trade) ? trade with { ExitReason = reason, ExitReference = reference } : trade;

    private static Trade Halted(Trade trade, TradingHalted happened)
    {
        if (!MayBeLeft(trade)) return trade;
        var holds = trade.State is TradeState.Open or TradeState.Exiting;
        return holds && !happened.Flatten ? trade : trade with { ExitReason = happened.Flatten ? Trades.ExitReason.Flatten : Trades.ExitReason.Halt };
    }

    /// <summary>A trade without a signal has nothing to leave, and the first reason to leave is the one that is kept.</summary>
    private static bool MayBeLeft(Trade trade) =>
        trade.State != TradeState.Scanning && !trade.State.IsEnded() && trade.ExitReason is null;

    /// <summary>A stop never steps back, so that of two moves the tighter holds, whichever is heard last.</summary>
    private static Trade StopMoved(Trade trade, StopMoved happened)
    {
        var isLoose = trade.StopPrice is { } stop && trade.Direction.Sign() * (happened.StopPrice.Units - stop.Units) <= 0;
        return isLoose ? trade : trade with { StopPrice = happened.StopPrice };
    }

    private static Trade Reported(Trade trade, OrderReport report)
    {
        for (var i = 0; i < trade.Orders.Length; i++)
        {
            var order = trade.Orders[i];
            if (order.Id != report.OrderId) continue;
            if (report.Sequence <= order.Sequence) return trade;
            var news = order with
            {
                Terms = report.Terms,
                State = report.State,
                Filled = report.Filled,
                FilledValue = report.FilledValue,
                Fees = report.Fees,
                Sequence = report.Sequence,
                Asks = report.Terms == order.Terms ? order.Asks : 0,
            };
            return trade with { Orders = trade.Orders.SetItem(i, news) };
        }
        throw new ArgumentException($"{trade.Id} has no order {report.OrderId}.", nameof(report));
    }

    private static Trade Woken(Trade trade, Stamp at, ref TradeActionList actions) =>
        trade.State == TradeState.Signaled && trade.Deadline <= at.Time
            ? Ended(trade, TradeTrigger.ReviewTimeout, "the risk gate did not answer in time", at, ref actions)
            : trade;

    private static Trade Ended(Trade trade, TradeTrigger trigger, string reason, Stamp at, ref TradeActionList actions)
    {
        var ended = Move(trade, trigger, reason, at) with { Deadline = null };
        actions.Add(ended.State == TradeState.Rejected
            ? new TradeAction.Announce(EventNames.TradeRejected, new TradeRejected(trade.Id, reason))
            : new TradeAction.Announce(EventNames.TradeCanceled, new TradeCanceled(trade.Id, reason)));
        return ended;
    }

    internal static Trade Move(Trade trade, TradeTrigger trigger, string reason, Stamp at)
    {
        var (state, history) = Next(trade.State, trade.History, trade.Id, trigger, reason, at);
        return trade with { State = state, History = history };
    }

    /// <summary>The state and history after a move, for those who change more of the trade with it.</summary>
    internal static (TradeState State, History<TradeState> History) Next(
        TradeState from, History<TradeState> history, TradeId id, TradeTrigger trigger, string reason, Stamp at)
    {
        var next = TradeTransitions.Next(from, trigger)
            ?? throw new InvalidTransitionException(id.Value, from.ToString(), TradeTransitions.Target(trigger).ToString(), trigger.ToString());
        return (next, history.Append(new Transition<TradeState>(from, next, Word(trigger), reason, at.Time, at.MessageId)));
    }

    private static string Word(TradeTrigger trigger) => trigger switch
    {
        TradeTrigger.Signal => "entry signaled",
        TradeTrigger.WatchEnd => "watch ended",
        TradeTrigger.Approve => "approved",
        TradeTrigger.Deny => "denied",
        TradeTrigger.ReviewTimeout => "not reviewed in time",
        TradeTrigger.SendEntry => "entry sent",
        TradeTrigger.Abandon => "abandoned",
        TradeTrigger.EntryDone => "entered",
        TradeTrigger.EntryDied => "entry died",
        TradeTrigger.BeginExit => "exit begun",
        TradeTrigger.Flat => "flat",
        TradeTrigger.LateFill => "late fill",
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "Not a trigger."),
    };
}
