using System.Globalization;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>Keeps the orders: takes them, books what trades, ends them, and tells of each change.</summary>
internal sealed class OrderDesk(ExchangeOptions options, Ledger ledger, OrderIndex index, OrderGate gate, TradingHours hours, ShortInterest shorts)
{
    // Below a hundredth of a cent nothing is sold, whatever the slippage.
    private const long LeastPrice = Price.UnitsPerDollar / 10_000;

    private long _taken;

    public Queue<BrokerUpdate> Updates { get; } = [];

    /// <summary>When the first order of any symbol expires, or earlier; in ticks of UTC.</summary>
    public long NextExpiry { get; private set; } = long.MaxValue;

    public ExchangeOrder Take(OrderTicket ticket, SymbolBook book, long now)
    {
        var order = Make(ticket, book);
        order.TiedPerShare = gate.TiedPerShare(ticket.Terms, book);
        if (ticket.Attached.Length > 0)
        {
            order.Attached = new ExchangeOrder[ticket.Attached.Length];
            for (var i = 0; i < order.Attached.Length; i++)
            {
                order.Attached[i] = Make(ticket.Attached[i], book);
                order.Attached[i].Parent = order;
                if (ticket.Attached[i].Terms.Quantity < ticket.Terms.Quantity) order.Attached[i].SizeLimit = ticket.Attached[i].Terms.Quantity;
            }
            if (order.Attached.Length == 2) Pair(order.Attached[0], order.Attached[1]);
        }
        foreach (var other in book.Orders)
            if (!other.IsEnded && other.Other is null && order.Other is null && OrderGate.IsOtherSide(other, ticket)) Pair(order, other);
        Tie(order, order.Remaining);
        BringToLife(order, book.LastPrice, Moment.At(now));
        return order;
    }

    public ExchangeOrder Replace(ExchangeOrder order, string clientOrderId, OrderTerms terms, long now)
    {
        // The exchange sizes attached orders; what the desk asks for may be older than the last fill.
        if (order.Parent is not null) terms = terms with { Quantity = order.Terms.Quantity };
        Tie(order, -order.Remaining);
        var wasHeld = order.IsHeld;
        var next = order.ReplaceWith(clientOrderId, NextBrokerId(), _taken);
        index.Add(next);
        order.Touch(now);
        index.Retire(order);
        order.Book.Remove(order);
        next.Work(terms);
        next.TiedPerShare = gate.TiedPerShare(terms, order.Book);
        Tie(next, next.Remaining);
        if (!wasHeld) Enter(next, now, now);
        if (next.IsTrailing && (next.Best > 0 || order.Book.LastPrice > 0)) next.FollowFrom(next.Best > 0 ? next.Best : order.Book.LastPrice);
        Tell(next, null, null, next.Terms, "", now);
        return next;
    }

    public void Cancel(ExchangeOrder order, string reason, long now) => End(order, OrderState.Canceled, reason, now);

    public void Expire(ExchangeOrder order, string reason, long now) => End(order, OrderState.Expired, reason, now);

    /// <summary>Ends what has outlived its time in force.</summary>
    public void ExpireDue(SymbolBook book, long now)
    {
        if (book.NextExpiry > now) return;
        var next = long.MaxValue;
        for (var i = 0; i < book.Orders.Count; i++)
        {
            var order = book.Orders[i];
            if (order.IsEnded) continue;
            if (order.ExpiresAt <= now) Expire(order, "its time in force ran out", now);
            else next = Math.Min(next, order.ExpiresAt);
        }
        book.NextExpiry = next;
        book.Sweep();
    }

    public void ExpireDue(IEnumerable<SymbolBook> books, long now)
    {
        var next = long.MaxValue;
        foreach (var book in books)
        {
            ExpireDue(book, now);
            next = Math.Min(next, book.NextExpiry);
        }
        NextExpiry = next;
    }

    /// <summary>Wakes a stop. When the exit of a bracket has begun, what has not entered yet stays out.</summary>
    public void Trigger(ExchangeOrder order, Moment moment)
    {
        order.Trigger(moment.TradedAt);
        StopEntering(order, moment);
    }

    /// <summary>Trades what can be traded of an order at a price, and returns how many shares that is.</summary>
    /// <param name="price">Units, before slippage.</param>
    /// <param name="shares">What the market has.</param>
    /// <param name="tape">What the slippage is reckoned from.</param>
    public decimal Execute(ExchangeOrder order, long price, bool slips, decimal shares, in Bar tape, Moment moment)
    {
        var remaining = order.Remaining;
        var quantity = Math.Min(remaining, shares);
        var held = decimal.MaxValue;
        if (!order.Terms.Side.IsOpening())
        {
            held = Math.Max(0, order.IsBuy ? -order.Book.Position : order.Book.Position);
            if (held == 0)
            {
                Cancel(order, "no shares are left to close", moment.NewsAt);
                return 0;
            }
            quantity = Math.Min(quantity, held);
        }
        if (quantity <= 0 || (order.Terms.TimeInForce == TimeInForce.FillOrKill && quantity < remaining)) return 0;
        if (slips) price = Slipped(order, price, quantity, in tape);
        if (order.TiedPerShare is null && order.Filled == 0 && gate.Unaffordable(order, remaining, Price.FromUnits(price)) is { } refusal)
        {
            End(order, OrderState.Rejected, $"{refusal.Code}: {refusal.Reason}", moment.NewsAt);
            return 0;
        }
        Fill(order, quantity, Price.FromUnits(price), moment);
        if (quantity == held && !order.IsEnded) Cancel(order, "no shares are left to close", moment.NewsAt);
        return quantity;
    }

    /// <summary>Carries open orders over a split: for as many dollars, at prices of the new shares.</summary>
    public void Split(SymbolBook book, int to, int from, long now)
    {
        for (var i = 0; i < book.Orders.Count; i++)
        {
            var order = book.Orders[i];
            if (order.IsEnded) continue;
            Tie(order, -order.Remaining);
            order.TiedPerShare = 0;
            order.Split(to, from, options.AllowsFractions);
            if (order.Remaining <= 0)
            {
                Cancel(order, "the split left no whole share", now);
                continue;
            }
            order.TiedPerShare = gate.TiedPerShare(order.Terms, book);
            Tie(order, order.Remaining);
            Tell(order, null, null, order.Terms, "", now);
            foreach (var attached in order.Attached)
                if (attached.IsHeld) attached.Split(to, from, options.AllowsFractions);
        }
        book.Sweep();
    }

    private void Fill(ExchangeOrder order, decimal quantity, Price price, Moment moment)
    {
        var fee = gate.Fee(order.Terms.Side, order.Filled + quantity, order.FilledValue + quantity * price) - order.Fees;
        var id = string.Concat(order.BrokerOrderId, "-", (order.Executions + 1).ToString(CultureInfo.InvariantCulture));
        var fill = new Fill(id, order.Terms.Side, quantity, price, fee, Moment.TimeOf(moment.TradedAt));
        order.Add(fill);
        ledger.Book(order.Book, fill);
        Tie(order, -quantity);
        shorts.Watch(order.Book, moment.SessionAt);
        Tell(order, order.State, fill, null, "", moment.NewsAt);
        StopEntering(order, moment);
        foreach (var attached in order.Attached) Grow(attached, quantity, price, moment);
        // A target for part of the shares leaves the rest to the stop; of two orders sent on their own one is enough.
        if (order.Other is { } other) Shrink(other, order is { IsEnded: true, Parent: null } ? other.Remaining : quantity, moment.NewsAt);
        if (order.IsEnded) Leave(order);
    }

    private void StopEntering(ExchangeOrder exit, Moment moment)
    {
        if (exit.Parent is { IsEnded: false } parent) Cancel(parent, $"its attached order {exit.ClientOrderId} began to trade", moment.NewsAt);
    }

    /// <summary>An attached order protects what its parent has filled.</summary>
    private void Grow(ExchangeOrder attached, decimal filled, Price entry, Moment moment)
    {
        if (attached.IsEnded) return;
        var wasHeld = attached.IsHeld;
        var size = Math.Min(attached.SizeLimit, wasHeld ? filled : attached.Terms.Quantity + filled);
        if (size != attached.Terms.Quantity) Resize(attached, size);
        else if (!wasHeld) return;
        if (wasHeld) BringToLife(attached, entry.Units, moment);
        if (attached.Terms != attached.Ticket.Terms || !wasHeld) Tell(attached, null, null, attached.Terms, "", moment.NewsAt);
    }

    /// <summary>What one side of a pair has closed the other cannot close again.</summary>
    private void Shrink(ExchangeOrder other, decimal traded, long now)
    {
        if (other.Remaining <= traded)
        {
            Cancel(other, "its other side traded", now);
            return;
        }
        Resize(other, other.Terms.Quantity - traded);
        if (!other.IsHeld) Tell(other, null, null, other.Terms, "", now);
    }

    private void Resize(ExchangeOrder order, decimal quantity)
    {
        Tie(order, quantity - order.Terms.Quantity);
        order.Resize(quantity);
    }

    private void BringToLife(ExchangeOrder order, long price, Moment moment)
    {
        order.Work(order.Terms);
        order.BringToLife();
        if (order.IsTrailing && price > 0) order.Follow(price);
        Enter(order, moment.TradedAt, moment.SessionAt);
        Tell(order, OrderState.Accepted, null, null, "", moment.NewsAt);
    }

    private void Enter(ExchangeOrder order, long takenAt, long sessionAt)
    {
        order.Enter(takenAt, hours.Life(order.Terms, sessionAt));
        order.Book.Add(order);
        NextExpiry = Math.Min(NextExpiry, order.ExpiresAt);
    }

    private void End(ExchangeOrder order, OrderState state, string reason, long now)
    {
        if (order.IsEnded) return;
        Tie(order, -order.Remaining);
        order.End(state, reason);
        Tell(order, state, null, null, reason, now);
        if (order.Filled == 0)
            foreach (var attached in order.Attached)
                if (attached.IsHeld) Cancel(attached, "its parent ended without a fill", now);
        Leave(order);
    }

    private void Leave(ExchangeOrder order)
    {
        order.Book.HasEnded = true;
        if (order.Other is { } other)
        {
            other.Other = null;
            order.Other = null;
        }
        index.Retire(order);
    }

    private long Slipped(ExchangeOrder order, long price, decimal quantity, in Bar tape)
    {
        var distance = Math.Max(0, options.Slippage.Distance(order.Terms.Side, Price.FromUnits(price), quantity, in tape).Units);
        var slipped = order.IsBuy ? price + distance : Math.Max(Math.Min(LeastPrice, price), price - distance);
        if (order.Limit == 0) return slipped;
        return order.IsBuy ? Math.Min(slipped, order.Limit) : Math.Max(slipped, order.Limit);
    }

    /// <summary>Ties up what so many shares of an order tie up; fewer than none sets it free.</summary>
    private void Tie(ExchangeOrder order, decimal shares)
    {
        if (order.TiedPerShare is { } each) ledger.Tie(shares * each);
    }

    private ExchangeOrder Make(OrderTicket ticket, SymbolBook book)
    {
        var order = new ExchangeOrder(ticket, book, ticket.Id.Value, NextBrokerId(), _taken);
        index.Add(order);
        return order;
    }

    private string NextBrokerId() => string.Concat("X", (++_taken).ToString(CultureInfo.InvariantCulture));

    private static void Pair(ExchangeOrder one, ExchangeOrder other)
    {
        one.Other = other;
        other.Other = one;
    }

    private void Tell(ExchangeOrder order, OrderState? state, Fill? fill, OrderTerms? terms, string reason, long now)
    {
        order.Touch(now);
        Updates.Enqueue(new BrokerUpdate(
            order.ClientOrderId, order.BrokerOrderId, state, fill, order.Filled, terms, reason, Moment.TimeOf(now)));
    }
}
