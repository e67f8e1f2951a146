using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;

namespace Trading.Trades;

/// <summary>What follows from all that a trade knows: where it moves, and which orders it places, cancels and replaces.</summary>
internal static class TradeSteering
{
    /// <summary>Moves as far as the facts carry; each step is one row of the table, so there are few.</summary>
    public static Trade Steer(Trade trade, Stamp at, ref TradeActionList actions)
    {
        while (true)
        {
            var next = trade.State switch
            {
                TradeState.Entering => Entering(trade, at, ref actions),
                TradeState.Open => Open(trade, at, ref actions),
                TradeState.Exiting => Exiting(trade, at, ref actions),
                TradeState.Closed or TradeState.Canceled => Ended(trade, at, ref actions),
                _ => trade,
            };
            if (next.State == trade.State) return next;
            trade = next;
        }
    }

    private static Trade Entering(Trade trade, Stamp at, ref TradeActionList actions)
    {
        trade = NoteExit(trade); // a leg may trade while the entry still fills
        var entry = Entry(trade);
        if (entry is { IsLive: true, IsCancelOrdered: true }) return WhileEntryHangs(trade, entry, at, ref actions);
        if (entry.IsLive)
        {
            if (entry.HasFilled && trade.Deadline is null) trade = trade with { Deadline = at.Time + trade.Settings.PartialEntryTimeout };
            var overdue = trade.Deadline <= at.Time;
            if (!overdue && trade.ExitReason is null) return trade;
            return Cancel(trade, entry, overdue ? "entry overdue" : $"{trade.ExitReason}", ref actions) with { Deadline = at.Time + trade.Settings.AnswerTimeout, RetryAfter = entry.Id };
        }
        if (trade.EntryFilled is var entered && (Math.Sign(entered) > 0 || Math.Sign(trade.Held) != 0))
            return Opened(trade, TradeTrigger.EntryDone, $"{entered} shares", at, ref actions);
        var reason = $"the entry was {entry.State} with nothing filled";
        var canceled = TradeLifecycle.Move(CancelLive(trade, "the entry died", ref actions), TradeTrigger.EntryDied, reason, at) with { Deadline = null };
        actions.Add(new TradeAction.Announce(EventNames.TradeCanceled, new TradeCanceled(trade.Id, reason)));
        return canceled;
    }

    /// <summary>The rest of an entry is canceled first, as not every broker takes a stop beside it; but shares do not wait for that for ever.</summary>
    private static Trade WhileEntryHangs(Trade trade, TradeOrder entry, Stamp at, ref TradeActionList actions)
    {
        var isAwaited = trade.RetryAfter == entry.Id && trade.Deadline > at.Time;
        return isAwaited || trade.Held <= 0 ? trade : ProtectiveStop.Protect(trade, at, ref actions);
    }

    private static Trade Opened(Trade trade, TradeTrigger trigger, string reason, Stamp at, ref TradeActionList actions)
    {
        var (state, history) = TradeLifecycle.Next(trade.State, trade.History, trade.Id, trigger, reason, at);
        var opened = trade with { State = state, History = history, Deadline = null, OpenedAt = trade.OpenedAt ?? at.Time };
        var entered = opened.Traded(entry: true);
        actions.Add(new TradeAction.Announce(EventNames.TradeOpened, new TradeOpened(
            opened.Id, opened.Plan, opened.Held, Average(entered.Dollars, entered.Shares), opened.OpenedAt.Value)));
        return opened;
    }

    private static Trade Open(Trade trade, Stamp at, ref TradeActionList actions)
    {
        trade = NoteExit(trade);
        if (trade.ExitReason is { } reason)
        {
            var (state, history) = TradeLifecycle.Next(trade.State, trade.History, trade.Id, TradeTrigger.BeginExit, Word(reason), at);
            return trade with { State = state, History = history, Deadline = at.Time + trade.Settings.ExitTimeout };
        }
        return ProtectiveStop.Protect(trade, at, ref actions);
    }

    private static Trade NoteExit(Trade trade) => trade.ExitReason is null && Exited(trade) is { } leg
        ? trade with { ExitReason = leg.Role == OrderRole.Target ? ExitReason.Target : ExitReason.Stop }
        : trade;

    private static Trade Exiting(Trade trade, Stamp at, ref TradeActionList actions)
    {
        var held = Math.Sign(trade.Held);
        if (held == 0)
        {
            if (!AnyLive(trade)) return Close(trade, at, ref actions);
            foreach (var order in trade.Orders)
            {
                // The broker cancels the other side by itself; what it has not by the deadline is canceled by us.
                var isLeft = trade.Deadline > at.Time && !IsUntaken(order) && IsOtherSideOfTraded(trade, order);
                if (order.IsLive && !isLeft) trade = Cancel(trade, order, "the trade is flat", ref actions);
            }
            return trade;
        }
        if (held > 0 && IsLeftAtBroker(trade, at) && Working(trade) is not null) return CancelUntaken(trade, ref actions);
        if (AnyLive(trade, OrderRole.Stop, OrderRole.Target, OrderRole.Entry))
            return CancelLive(trade, "making way for the exit", ref actions, OrderRole.Stop, OrderRole.Target, OrderRole.Entry);
        return SendExit(trade, at, ref actions);
    }

    /// <summary>Sends the next exit: at the limit first where that is the habit, then at the market, never giving up.</summary>
    private static Trade SendExit(Trade trade, Stamp at, ref TradeActionList actions)
    {
        var last = Last(trade, OrderRole.Exit);
        if (last is { IsLive: true })
        {
            if (last.Terms.Side != TradeTickets.ExitSide(trade) || last.Terms.Quantity - last.Filled > Math.Abs(trade.Held))
                return Cancel(trade, last, "it is for more than is held", ref actions);
            return last.Terms.Type != OrderType.Market && trade.Deadline <= at.Time ? Cancel(trade, last, "the limit exit did not fill in time", ref actions) : trade;
        }
        var attempt = TradeTickets.Attempt(trade, OrderRole.Exit);
        // What we canceled ourselves is followed at once, and so is what filled in part; any other death may repeat itself.
        if (last is { IsCancelOrdered: false, Filled: 0 } && ProtectiveStop.MustWait(ref trade, last, attempt - 1, at)) return trade;
        var ticket = TradeTickets.Exit(trade, atLimit: trade.Settings.FirstExitIsLimit && attempt == 1 && trade.ExitReason is not (ExitReason.Stop or ExitReason.Flatten));
        actions.Add(new TradeAction.PlaceOrder(ticket));
        // At the market there is nothing left to escalate to.
        DateTimeOffset? deadline = ticket.Terms.Type == OrderType.Market ? null : at.Time + trade.Settings.ExitTimeout;
        return trade with { Orders = TradeTickets.Remember(trade.Orders, ticket), Deadline = deadline };
    }

    private static Trade Close(Trade trade, Stamp at, ref TradeActionList actions)
    {
        var (state, history) = TradeLifecycle.Next(trade.State, trade.History, trade.Id, TradeTrigger.Flat, "", at);
        var closed = trade with { State = state, History = history, Deadline = null };
        var (entered, left) = (trade.Traded(entry: true), trade.Traded(entry: false));
        actions.Add(new TradeAction.Announce(EventNames.TradeClosed, new TradeClosed(
            trade.Id, trade.Direction, entered.Shares, Average(entered.Dollars, entered.Shares), Average(left.Dollars, left.Shares),
            trade.Fees, trade.ProfitAndLoss, trade.OpenedAt ?? at.Time, at.Time, trade.ExitReason ?? ExitReason.LateFill)));
        return closed;
    }

    private static Trade Ended(Trade trade, Stamp at, ref TradeActionList actions)
    {
        if (Math.Sign(trade.Held) == 0) return trade;
        var reason = $"{trade.Held} shares";
        return trade.State == TradeState.Canceled
            ? Opened(trade, TradeTrigger.LateFill, reason, at, ref actions)
            : TradeLifecycle.Move(trade, TradeTrigger.LateFill, reason, at) with { ExitReason = ExitReason.LateFill, Deadline = null };
    }

    /// <summary>Whether a stop or target that has begun to fill at the broker is still given its time.</summary>
    private static bool IsLeftAtBroker(Trade trade, Stamp at) =>
        trade.ExitReason is ExitReason.Stop or ExitReason.Target && trade.Deadline > at.Time && Exited(trade) is not null;

    private static TradeOrder Entry(Trade trade) => Last(trade, OrderRole.Entry) ?? throw new InvalidOperationException($"{trade.Id} has no entry order.");

    private static TradeOrder? Exited(Trade trade)
    {
        foreach (var order in trade.Orders)
            if (order.Role is OrderRole.Stop or OrderRole.Target && order.HasFilled) return order;
        return null;
    }

    /// <summary>While a leg trades, a stop that is on its way is for shares that may be gone by then; the broker does not size it.</summary>
    private static Trade CancelUntaken(Trade trade, ref TradeActionList actions)
    {
        foreach (var order in trade.Orders)
            if (IsUntaken(order)) trade = Cancel(trade, order, "the exit has begun", ref actions);
        return trade;
    }

    /// <summary>Whether an order was sent on its own and the broker has not told of taking it.</summary>
    private static bool IsUntaken(TradeOrder order) =>
        order is { IsAttached: false, Role: OrderRole.Stop, State: OrderState.PendingSubmission or OrderState.Submitted };

    private static bool IsOtherSideOfTraded(Trade trade, TradeOrder order)
    {
        foreach (var other in trade.Orders)
            if (other.HasFilled && (other.Link == order.Id || order.Link == other.Id)) return true;
        return false;
    }

    private static TradeOrder? Working(Trade trade)
    {
        foreach (var order in trade.Orders)
            if (order.Role is OrderRole.Stop or OrderRole.Target && order.IsLive && order.HasFilled) return order;
        return null;
    }

    internal static TradeOrder? Last(Trade trade, OrderRole role)
    {
        for (var i = trade.Orders.Length - 1; i >= 0; i--)
            if (trade.Orders[i].Role == role) return trade.Orders[i];
        return null;
    }

    private static bool AnyLive(Trade trade, params ReadOnlySpan<OrderRole> roles)
    {
        foreach (var order in trade.Orders)
            if (order.IsLive && (roles.IsEmpty || roles.Contains(order.Role))) return true;
        return false;
    }

    private static Trade CancelLive(Trade trade, string reason, ref TradeActionList actions, params ReadOnlySpan<OrderRole> roles)
    {
        foreach (var order in trade.Orders)
            if (order.IsLive && (roles.IsEmpty || roles.Contains(order.Role))) trade = Cancel(trade, order, reason, ref actions);
        return trade;
    }

    internal static Trade Cancel(Trade trade, TradeOrder order, string reason, ref TradeActionList actions)
    {
        if (order.IsCancelOrdered) return trade;
        actions.Add(new TradeAction.CancelOrder(order.Id, reason));
        return trade with { Orders = trade.Orders.Replace(order, order with { IsCancelOrdered = true }) };
    }

    private static decimal Average(decimal value, decimal quantity) => Math.Sign(quantity) == 0 ? 0 : value / quantity;

    private static string Word(ExitReason reason) => reason switch
    {
        ExitReason.Stop => "stop",
        ExitReason.Target => "target",
        ExitReason.Time => "time",
        ExitReason.Signal => "exit signal",
        ExitReason.Flatten => "flatten",
        ExitReason.Halt => "halt",
        _ => "late fill",
    };
}
