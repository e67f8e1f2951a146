using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>Decides whether the broker takes an order.</summary>
internal sealed class OrderGate(ExchangeOptions options, Ledger ledger, OrderIndex index)
{
    private const int TiedDecimals = 8;

    /// <summary>Why the order is refused, or null when it is taken.</summary>
    public Refusal? Refuse(OrderTicket ticket, SymbolBook book) =>
        Malformed(ticket)
        ?? options.Screen.Refuse(ticket)
        ?? WrongSide(ticket, book)
        ?? Unavailable(ticket.Terms, 0, book, null, ticket)
        ?? Unaffordable(ticket.Terms, 0, book, 0);

    /// <summary>Why the order is not worked on other terms, or null when it is.</summary>
    public Refusal? Refuse(ExchangeOrder order, OrderTerms terms)
    {
        if ((terms.Problem() ?? Unsupported(terms)) is { } problem) return Invalid($"{order.ClientOrderId}: {problem}");
        if (terms.Side != order.Terms.Side) return Invalid($"{order.ClientOrderId}: a replacement keeps the side, {order.Terms.Side}");
        if (order.IsHeld || order.Parent is not null) return null;
        if (terms.Quantity <= order.Filled)
            return Invalid($"{order.ClientOrderId}: {order.Filled} shares have traded, so the quantity must be above that, not {terms.Quantity}");
        return Unavailable(terms, order.Filled, order.Book, order, order.Ticket)
            ?? Unaffordable(terms, order.Filled, order.Book, order.Remaining * (order.TiedPerShare ?? 0));
    }

    /// <summary>
    /// The equity that a share ties up until it trades, with its part of the commission; zero for what closes a position, null when
    /// there is no price to reckon with.
    /// </summary>
    public decimal? TiedPerShare(OrderTerms terms, SymbolBook book)
    {
        if (!terms.Side.IsOpening()) return 0;
        return ReckonedPrice(terms, book) is { } price
            ? decimal.Round(Needed(terms.Side, terms.Quantity, price) / terms.Quantity, TiedDecimals, MidpointRounding.ToZero)
            : null;
    }

    /// <summary>Whether shares at a price can be paid for, for an order that was taken when no price was known.</summary>
    public Refusal? Unaffordable(ExchangeOrder order, decimal quantity, Price price)
    {
        var needed = Needed(order.Terms.Side, quantity, price);
        return needed > ledger.Free ? BuyingPower(needed, ledger.Free) : null;
    }

    public decimal Fee(OrderSide side, decimal shares, decimal value) => shares == 0
        ? 0
        : options.Commission.Total(side, shares, value) + (options.RegulatoryFees?.Total(side, shares, value) ?? 0);

    private Refusal? Malformed(OrderTicket ticket)
    {
        if ((ticket.Problem() ?? Unsupported(ticket.Terms)) is { } problem) return Invalid(problem);
        if (ticket.Scope.Symbol.Value.Length == 0) return Invalid($"{ticket.Id}: names no symbol");
        if (ticket.Parent is { } parent) return Invalid($"{ticket.Id}: is attached to {parent} and is sent with it");
        foreach (var attached in ticket.Attached)
        {
            if (Unsupported(attached.Terms) is { } inner) return Invalid($"{attached.Id}: {inner}");
            if (!ticket.Terms.Side.IsOpening() || attached.Terms.Side.IsOpening())
                return Invalid($"{attached.Id}: an attached order closes what its parent opens");
            if (attached.Scope.Symbol != ticket.Scope.Symbol) return Invalid($"{attached.Id}: is for another symbol than its parent");
            if (attached.Attached.Length > 0) return Invalid($"{attached.Id}: an attached order has nothing attached");
            if (attached.Id == ticket.Id || index.Find(attached.Id.Value) is not null) return Invalid($"{attached.Id}: the client order id is taken");
        }
        if (ticket.Attached.Length == 2 && ticket.Attached[0].Id == ticket.Attached[1].Id) return Invalid($"{ticket.Attached[0].Id}: is attached twice");
        if (ticket.Link is { } link && index.Find(link.Value) is { } other && other.Book.Symbol != ticket.Scope.Symbol)
            return Invalid($"{ticket.Id}: its other side {link} is for another symbol");
        if (ticket.Link is { } done && index.Find(done.Value) is { Filled: > 0, IsEnded: true, ReplacedBy: null })
            return Invalid($"{ticket.Id}: its other side {done} has traded already");
        return null;
    }

    private string? Unsupported(OrderTerms terms)
    {
        if (!options.AllowsFractions && decimal.Truncate(terms.Quantity) != terms.Quantity) return $"the quantity must be whole shares, not {terms.Quantity}";
        if (!options.RefusesSubPennies) return null;
        foreach (var price in (ReadOnlySpan<Price?>)[terms.LimitPrice, terms.StopPrice])
            if (price is { } given && given != given.RoundDown(given.TickSize())) return $"the price {given} is finer than its tick {given.TickSize()}";
        return null;
    }

    /// <summary>
    /// The account holds a symbol on one side at a time: what sells or buys more than it holds is marked as such by its side
    /// (Regulation SHO, 17 CFR 242.200(g)).
    /// </summary>
    private Refusal? WrongSide(OrderTicket ticket, SymbolBook book)
    {
        var side = ticket.Terms.Side;
        if (side == OrderSide.SellShort)
        {
            if (!options.Rules.MayShort) return new(RejectionCodes.NotShortable, "the account may not sell short");
            if (!options.Borrow.IsAvailable(book.Symbol, ticket.Terms.Quantity))
                return new(RejectionCodes.NotShortable, $"no shares of {book.Symbol} can be borrowed");
            if (book.Position > 0) return Invalid($"the account holds {book.Position} {book.Symbol}, which are sold before any are sold short");
        }
        if (side == OrderSide.Buy && book.Position < 0) return Invalid($"the account is short {-book.Position} {book.Symbol}, which are bought to cover first");
        if (!side.IsOpening()) return null;
        foreach (var order in book.Orders)
            if (!order.IsEnded && order.Terms.Side.IsOpening() && order.Terms.Side != side)
                return new(RejectionCodes.WashTrade, $"the open order {order.ClientOrderId} opens {book.Symbol} on the other side");
        return null;
    }

    /// <summary>Whether enough shares are held, and not spoken for, to be closed.</summary>
    private Refusal? Unavailable(OrderTerms terms, decimal filled, SymbolBook book, ExchangeOrder? replaced, OrderTicket ticket)
    {
        if (terms.Side.IsOpening()) return null;
        var held = terms.Side.IsBuy() ? Math.Max(0, -book.Position) : Math.Max(0, book.Position);
        var available = options.ReservesShares ? held - Spoken(book, terms.Side, replaced, ticket) : held;
        var asked = terms.Quantity - filled;
        return asked > available
            ? new(RejectionCodes.QuantityUnavailable, $"{asked} {book.Symbol} asked for, {Math.Max(0, available)} available of {held} held")
            : null;
    }

    /// <summary>The shares that open orders are to close; of a pair only one side can.</summary>
    private static decimal Spoken(SymbolBook book, OrderSide side, ExchangeOrder? replaced, OrderTicket ticket)
    {
        var spoken = 0m;
        foreach (var order in book.Orders)
        {
            if (order.IsEnded || order.Terms.Side != side || order == replaced || order == replaced?.Other || IsOtherSide(order, ticket)) continue;
            if (order.Other is null) spoken += order.Remaining;
            else if (order.Sequence < order.Other.Sequence) spoken += Math.Max(order.Remaining, order.Other.Remaining);
        }
        return spoken;
    }

    internal static bool IsOtherSide(ExchangeOrder order, OrderTicket ticket) => ticket.Link == order.Ticket.Id || order.Ticket.Link == ticket.Id;

    private Refusal? Unaffordable(OrderTerms terms, decimal filled, SymbolBook book, decimal alreadyTied)
    {
        if (!terms.Side.IsOpening() || ReckonedPrice(terms, book) is not { } price) return null;
        var needed = Needed(terms.Side, terms.Quantity - filled, price);
        var free = ledger.Free + alreadyTied;
        return needed > free ? BuyingPower(needed, free) : null;
    }

    private decimal Needed(OrderSide side, decimal shares, decimal price) =>
        shares * price * options.Rules.InitialRate(side.IsBuy()) + Fee(side, shares, shares * price);

    private decimal? ReckonedPrice(OrderTerms terms, SymbolBook book)
    {
        var cushion = 1 + options.Rules.MarketOrderCushion;
        decimal? last = book.LastPrice > 0 ? book.Last * cushion : null;
        return terms.Type switch
        {
            // A short sold above its limit ties up more than the limit says.
            OrderType.Limit or OrderType.StopLimit => terms.Side.IsBuy() ? terms.LimitPrice!.Value : Math.Max(terms.LimitPrice!.Value, last ?? 0),
            OrderType.Stop => terms.StopPrice!.Value * cushion,
            _ => last,
        };
    }

    private static Refusal BuyingPower(decimal needed, decimal free) =>
        new(RejectionCodes.BuyingPower, $"{needed:0.00} dollars of equity needed, {Math.Max(0, free):0.00} free");

    private static Refusal Invalid(string reason) => new(RejectionCodes.InvalidOrder, reason);
}
