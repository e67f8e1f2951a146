using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Wire;

namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>Whether an order at Schwab is the one that an intent of ours may have become.</summary>
/// <remarks>Symbol, side, quantity, kind, prices, time in force, hours, what is attached, and entered in the time in which it was sent.</remarks>
internal static class SchwabOrderMatch
{
    /// <summary>By how much Schwab's clock may be behind ours.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(2);

    /// <summary>How long after it was sent an order may be entered.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(5);

    public static bool IsSame(SchwabOrderLink link, WireOrder order) => HasTerms(link, order) && IsInTime(link, order);

    /// <summary>The same without the time, for an order whose id the <c>Location</c> header gave.</summary>
    public static bool HasTerms(SchwabOrderLink link, WireOrder order)
    {
        if (!IsOf(link.Symbol, order) || !Same(SchwabOrderForm.TermsOf(order), link.Terms with { Quantity = link.Terms.Quantity - link.TakenOff })) return false;
        ImmutableArray<WireOrder> children = [.. SchwabOrderTree.Children(order).Where(child => !SchwabOrderTree.IsReplaced(child))];
        return children.Length == link.Attached.Length
            && link.AttachedTerms.All(terms => children.Any(child => SameKind(SchwabOrderForm.TermsOf(child), terms)));
    }

    /// <summary>The attached order of a ticket that a child is: of its kind, the target being the limit order.</summary>
    public static int AttachedOf(SchwabOrderLink parent, WireOrder child)
    {
        var terms = SchwabOrderForm.TermsOf(child);
        for (var i = 0; i < parent.AttachedTerms.Length; i++)
            if (SameKind(terms, parent.AttachedTerms[i])) return i;
        return -1;
    }

    private static bool IsOf(Symbol symbol, WireOrder order) =>
        order.OrderLegCollection is [{ Instrument.Symbol: { } text }] && SchwabOrderForm.TrySymbol(text, out var found) && found == symbol;

    private static bool IsInTime(SchwabOrderLink link, WireOrder order) =>
        SchwabTime.Read(order.EnteredTime) is { } entered && entered >= link.FirstSentAt - Before && entered <= link.LastSentAt + After;

    // A trailing stop is told with the stop price it has come to; its distance is what it was asked for.
    private static bool Same(OrderTerms? left, OrderTerms right) => left is not null && left == right;

    private static bool SameKind(OrderTerms? left, OrderTerms right) => left is not null && left.Side == right.Side && left.Type == right.Type;
}
