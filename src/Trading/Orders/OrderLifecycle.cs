using System.Collections.Immutable;
using Trading.Lifecycles;

namespace Trading.Orders;

/// <summary>Decides what becomes of an order. The legal moves are <see cref="OrderTransitions"/>.</summary>
/// <remarks>
/// No answer is not a refusal: an order nobody answered for stays where it is, and when its time is up it is submitted again
/// as a retry, which has the broker asked for the client order id first. A cancel or replace on its way is a
/// <see cref="PendingChange"/> with a deadline, not a state.
/// </remarks>
public static class OrderLifecycle
{
    /// <summary>Begins the life of an order. An attached order is sent by its parent, so it is only waited for.</summary>
    public static Decision<Order, OrderAction> Begin(OrderTicket ticket, Stamp at)
    {
        if (ticket.Parent is not null) return new(new Order { Ticket = ticket, Terms = ticket.Terms }, []);
        var due = at.Time + ticket.AnswerTimeout;
        return new(new Order { Ticket = ticket, Terms = ticket.Terms, AnswerDue = due }, [new OrderAction.Submit(ticket, IsRetry: false), new OrderAction.WakeAt(due)]);
    }

    /// <exception cref="InvalidTransitionException">The table does not allow the event in the order's state.</exception>
    public static Decision<Order, OrderAction> On(Order order, OrderEvent happened, Stamp at) => happened switch
    {
        OrderPlaced => new(order, []), // told twice
        OrderSubmitted e => Submitted(order, e, at),
        OrderAccepted e => Accepted(order, e, at),
        OrderExecuted e => Executed(order, e, at),
        OrderCanceled e => Ended(order, OrderTrigger.Cancel, e.TotalFilled, e.Reason, at),
        OrderRejected e when e.Replacement > order.Replacement => ReplacementRefused(order), // what was to be replaced lives on
        OrderRejected { BrokerOrderId: null } when order.BrokerOrderId is not null => new(order, []), // another attempt came through
        OrderRejected e => Rejected(order, e, at),
        OrderExpired e => Ended(order, OrderTrigger.Expire, e.TotalFilled, "", at),
        OrderReplaced e => Replaced(order, e, at),
        OrderCancelOrdered e => CancelOrdered(order, e, at),
        OrderReplaceOrdered e => ReplaceOrdered(order, e, at),
        OrderChangeRefused e => ChangeRefused(order, e, at),
        OrderWoken => Woken(order, at),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not an event of an order."),
    };

    /// <summary>When the order next needs to be woken, or null while it awaits nothing. A host may use it to drop wishes that are past.</summary>
    public static DateTimeOffset? DueAt(Order order)
    {
        var due = order.MissesFills ? order.FillsDue : DateTimeOffset.MaxValue;
        if (order.AnswerDue < due) due = order.AnswerDue.Value;
        if (order.Pending?.Deadline < due) due = order.Pending.Deadline;
        return due == DateTimeOffset.MaxValue ? null : due;
    }

    private static Decision<Order, OrderAction> Submitted(Order order, OrderSubmitted happened, Stamp at)
    {
        var (state, history) = Next(order, OrderTrigger.Submit, "", at);
        var brokerOrderId = order.State.IsEnded() ? order.BrokerOrderId : order.BrokerOrderId ?? happened.BrokerOrderId;
        return state == order.State && brokerOrderId == order.BrokerOrderId
            ? new(order, [])
            : new(order with { State = state, History = history, BrokerOrderId = brokerOrderId }, []);
    }

    private static Decision<Order, OrderAction> Accepted(Order order, OrderAccepted happened, Stamp at)
    {
        // Only a replacement changes the broker's id, and this may be old news of what was replaced.
        var (state, history) = Next(order, OrderTrigger.Accept, "", at);
        if (state == order.State && order is { BrokerOrderId: not null, AnswerDue: null, MissesFills: false }) return new(order, []); // told twice
        var told = Tell(order with { State = state, History = history, BrokerOrderId = order.BrokerOrderId ?? happened.BrokerOrderId, AnswerDue = null }, order, at);
        return WasGivenUp(order) ? MakeSureOfEnd(told, at) : told;
    }

    /// <summary>Whether an order ended without our ever hearing that the broker had it.</summary>
    private static bool WasGivenUp(Order order) =>
        order is { BrokerOrderId: null, State: OrderState.Rejected or OrderState.Canceled or OrderState.Expired };

    /// <summary>
    /// The broker works an order that was given up: a request that was thought refused came to it later. Or the news is old. The
    /// order is canceled until the broker says that it is over.
    /// </summary>
    private static Decision<Order, OrderAction> MakeSureOfEnd(Decision<Order, OrderAction> told, Stamp at)
    {
        if (told.State.Pending is not null) return told;
        var deadline = at.Time + told.State.Ticket.AnswerTimeout;
        var pending = new PendingChange(OrderChange.Cancel, deadline, null, "it was given up");
        return new(
            told.State with { Pending = pending },
            told.Actions.AddRange(new OrderAction.Cancel(pending.Reason), new OrderAction.WakeAt(deadline)));
    }

    private static Decision<Order, OrderAction> Executed(Order order, OrderExecuted happened, Stamp at)
    {
        var fill = happened.Fill;
        var isKnown = order.Executions.Contains(fill.ExecutionId);
        var filled = order.Filled + (isKnown ? 0 : fill.Quantity);
        var final = happened is OrderFilled ? Math.Max(order.FinalFilled ?? 0, happened.TotalFilled) : order.FinalFilled;
        var isComplete = filled >= final || (order.HasFixedSize && filled >= order.Terms.Quantity);
        var isStep = !isKnown || (isComplete && !order.State.IsEnded());
        var (state, history) = isStep ? Next(order, isComplete ? OrderTrigger.CompleteFill : OrderTrigger.PartialFill, "", at) : (order.State, order.History);
        var booked = order with
        {
            State = state,
            History = history,
            Filled = filled,
            FilledValue = order.FilledValue + (isKnown ? 0 : fill.Quantity * fill.Price),
            Fees = order.Fees + (isKnown ? 0 : fill.Fee),
            Executions = isKnown ? order.Executions : order.Executions.Add(fill.ExecutionId),
            ReportedFilled = Math.Max(order.ReportedFilled, happened.TotalFilled),
            FinalFilled = final,
            AnswerDue = null,
            Pending = state == OrderState.Filled ? null : order.Pending,
        };
        var told = Tell(booked, order, at);
        var mayLive = booked.State == OrderState.Rejected || (WasGivenUp(order) && booked.State != OrderState.Filled);
        return mayLive && !isKnown ? MakeSureOfEnd(told, at) : told;
    }

    private static Decision<Order, OrderAction> Ended(Order order, OrderTrigger trigger, decimal totalFilled, string reason, Stamp at)
    {
        var (state, history) = Next(order, trigger, reason, at);
        var ended = order with
        {
            State = state,
            History = history,
            ReportedFilled = Math.Max(order.ReportedFilled, totalFilled),
            AnswerDue = null,
            Pending = null,
        };
        return Tell(ended, order, at);
    }

    private static Decision<Order, OrderAction> Rejected(Order order, OrderRejected happened, Stamp at)
    {
        var ended = Ended(order, OrderTrigger.Reject, 0, $"{happened.Code}: {happened.Reason}", at);
        // Only its own lifecycle knows whether a refusal was the end of it, so what hangs on it hears that from here. Of an order that
        // it had taken, the broker itself tells what became of the legs.
        var isEnd = !order.State.IsEnded() && ended.State.State == OrderState.Rejected && happened.BrokerOrderId is null;
        return isEnd && !order.Ticket.Attached.IsEmpty ? new(ended.State, ended.Actions.Add(new OrderAction.RefuseAttached(happened.Code))) : ended;
    }

    private static Decision<Order, OrderAction> Replaced(Order order, OrderReplaced happened, Stamp at)
    {
        if (happened.Replacement < order.Replacement) return new(order, []); // old news
        var isDone = order.IsReplacing && happened.Replacement == order.Replacements;
        var replaced = Move(order, OrderTrigger.Replace, "", at) with
        {
            Terms = happened.Terms,
            BrokerOrderId = happened.BrokerOrderId,
            Replacement = happened.Replacement,
            IsReplacing = order.IsReplacing && !isDone,
            AnswerDue = null,
            Pending = isDone && order.Pending is { Change: OrderChange.Replace } ? null : order.Pending,
        };
        var told = Tell(replaced, order, at, isNews: isDone);
        if (WasGivenUp(order)) return MakeSureOfEnd(told, at);
        // A cancel on its way went to the order as it was.
        return isDone && replaced.Pending is { Change: OrderChange.Cancel } cancel
            ? new(told.State, told.Actions.Add(new OrderAction.Cancel(cancel.Reason)))
            : told;
    }

    private static Decision<Order, OrderAction> CancelOrdered(Order order, OrderCancelOrdered happened, Stamp at)
    {
        if (order.State.IsEnded() || order.Pending is { Change: OrderChange.Cancel }) return new(order, []);
        var deadline = at.Time + order.Ticket.AnswerTimeout;
        var pending = new PendingChange(OrderChange.Cancel, deadline, null, happened.Reason);
        return new(order with { Pending = pending }, [new OrderAction.Cancel(happened.Reason), new OrderAction.WakeAt(deadline)]);
    }

    private static Decision<Order, OrderAction> ReplaceOrdered(Order order, OrderReplaceOrdered happened, Stamp at)
    {
        // A cancel on its way wins over any change. Of replacements one is under way at a time: the trade is told when it is done,
        // and asks again if it wants another by then.
        if (order.State.IsEnded() || order.Pending is not null || order.Terms == happened.Terms) return new(order, []);
        var deadline = at.Time + order.Ticket.AnswerTimeout;
        var next = order with
        {
            Replacements = order.Replacements + 1,
            IsReplacing = true,
            Pending = new PendingChange(OrderChange.Replace, deadline, happened.Terms, happened.Reason),
        };
        return new(next, [new OrderAction.Replace(happened.Terms, next.ClientOrderId), new OrderAction.WakeAt(deadline)]);
    }

    private static Decision<Order, OrderAction> ChangeRefused(Order order, OrderChangeRefused happened, Stamp at)
    {
        if (order.State.IsEnded())
        {
            var isOver = happened is { Change: OrderChange.Cancel, Code: OrderChangeRefused.NotFound or OrderChangeRefused.NoLongerOpen };
            return new(isOver ? order with { Pending = null } : order, []);
        }
        if (happened.Change == OrderChange.Replace) return ReplacementRefused(order);
        // An attached order that the broker never made, or one whose time to be answered for is up, lives only with us. After any other
        // refusal the deadline asks again.
        var isOurs = order is { BrokerOrderId: null, State: OrderState.PendingSubmission or OrderState.Submitted, AnswerDue: null, Pending.Change: OrderChange.Cancel };
        return isOurs && happened.Code == OrderChangeRefused.NotFound
            ? Report(Move(order, OrderTrigger.Cancel, happened.Reason, at) with { Pending = null }, order)
            : new(order, []);
    }

    private static Decision<Order, OrderAction> ReplacementRefused(Order order)
    {
        if (!order.IsReplacing || order.State.IsEnded()) return new(order, []);
        var kept = order with { IsReplacing = false, Pending = order.Pending is { Change: OrderChange.Replace } ? null : order.Pending };
        return Report(kept, order, isNews: true);
    }

    /// <summary>Asks again for everything whose time is up; the one must not keep the other waiting.</summary>
    private static Decision<Order, OrderAction> Woken(Order order, Stamp at)
    {
        var actions = ImmutableArray.CreateBuilder<OrderAction>(4);
        var next = at.Time + order.Ticket.AnswerTimeout;
        var missesFills = order.MissesFills && order.FillsDue <= at.Time;
        var changeIsDue = order.Pending?.Deadline <= at.Time;
        if (order.AnswerDue <= at.Time)
        {
            // What is to be canceled is not sent again.
            var isToBeCanceled = order.Pending is { Change: OrderChange.Cancel };
            if (!isToBeCanceled) actions.Add(new OrderAction.Submit(order.Ticket, IsRetry: true));
            order = order with { AnswerDue = isToBeCanceled ? null : next };
        }
        if (missesFills || changeIsDue) actions.Add(new OrderAction.LookUp());
        if (missesFills) order = order with { FillsDue = next };
        if (changeIsDue && order.Pending is { } pending)
        {
            actions.Add(pending.Terms is { } terms ? new OrderAction.Replace(terms, order.ClientOrderId) : new OrderAction.Cancel(pending.Reason));
            order = order with { Pending = pending with { Deadline = next } };
        }
        if (DueAt(order) is { } due) actions.Add(new OrderAction.WakeAt(due));
        return new(order, actions.DrainToImmutable());
    }

    /// <summary>Tells the trade, and has the fills that the broker counts and nobody told of looked up.</summary>
    private static Decision<Order, OrderAction> Tell(Order order, Order before, Stamp at, bool isNews = false)
    {
        var isAsked = before.MissesFills && before.FillsDue > at.Time;
        if (!order.MissesFills || isAsked) return Report(order, before, isNews);
        var due = at.Time + order.Ticket.AnswerTimeout;
        var reported = Report(order with { FillsDue = due }, before, isNews);
        return new(reported.State, reported.Actions.AddRange(new OrderAction.LookUp(), new OrderAction.WakeAt(due)));
    }

    /// <param name="order">What becomes of the order: made in this step, and seen by nobody yet.</param>
    private static Decision<Order, OrderAction> Report(Order order, Order before, bool isNews = false)
    {
        // The trade is not told that an order ended before every fill the broker counts has been booked.
        if (IsHeldBack(order)) return new(order, []);
        if (!isNews && order.State == before.State && order.Filled == before.Filled && order.Terms == before.Terms && !IsHeldBack(before))
            return new(order, []);
        var told = order.CountReport();
        var report = new OrderReport(
            told.Id, told.Ticket.TradeId, told.Ticket.Role, told.State, told.Terms, told.Filled, told.FilledValue, told.Fees,
            told.State.IsEnded() ? told.History.Last?.Reason ?? "" : "", told.Reports);
        return new(told, [new OrderAction.Report(report)]);
    }

    private static bool IsHeldBack(Order order) => order.State.IsEnded() && order.MissesFills;

    private static Order Move(Order order, OrderTrigger trigger, string reason, Stamp at)
    {
        var (state, history) = Next(order, trigger, reason, at);
        return state == order.State ? order : order with { State = state, History = history };
    }

    /// <summary>The state and history after a move, for those who change more of the order with it. What moves nothing is no transition.</summary>
    private static (OrderState State, History<OrderState> History) Next(Order order, OrderTrigger trigger, string reason, Stamp at)
    {
        var next = OrderTransitions.Next(order.State, trigger)
            ?? throw new InvalidTransitionException(order.Id.Value, order.State.ToString(), OrderTransitions.Target(trigger).ToString(), trigger.ToString());
        return next == order.State
            ? (next, order.History)
            : (next, order.History.Append(new Transition<OrderState>(order.State, next, Word(trigger), reason, at.Time, at.MessageId)));
    }

    private static string Word(OrderTrigger trigger) => trigger switch
    {
        OrderTrigger.Submit => "submitted",
        OrderTrigger.Accept => "accepted",
        OrderTrigger.PartialFill => "partially filled",
        OrderTrigger.CompleteFill => "filled",
        OrderTrigger.Cancel => "canceled",
        OrderTrigger.Reject => "rejected",
        OrderTrigger.Expire => "expired",
        OrderTrigger.Replace => "replaced",
        _ => "changed",
    };
}
