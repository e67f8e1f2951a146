using System.Collections.Immutable;
using System.Globalization;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Wire;

namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>Reads Schwab's orders, which hang together as trees: a TRIGGER over its children, an OCO over two.</summary>
internal static class SchwabOrderTree
{
    private const int Deepest = 6;

    public static string IdOf(WireOrder order) => (order.OrderId ?? 0).ToString(CultureInfo.InvariantCulture);

    /// <summary>The order and all below it that are orders themselves: an OCO is only the knot of two.</summary>
    public static IEnumerable<WireOrder> Orders(WireOrder order, int depth = 0)
    {
        if (order is { OrderLegCollection.Length: > 0, OrderId: not null }) yield return order;
        if (depth >= Deepest) yield break;
        foreach (var child in order.ChildOrderStrategies ?? [])
            foreach (var below in Orders(child, depth + 1)) yield return below;
    }

    /// <summary>The orders that the order's fill brings to life.</summary>
    public static IEnumerable<WireOrder> Children(WireOrder order) => Orders(order).Skip(order.OrderLegCollection is { Length: > 0 } ? 1 : 0);

    /// <summary>The executions, oldest first. Only what Schwab tells with a price: where it only counts more, a further look finds them.</summary>
    public static ImmutableArray<Fill> FillsOf(WireOrder order, OrderSide side, DateTimeOffset fallback)
    {
        var fills = ImmutableArray.CreateBuilder<Fill>();
        foreach (var activity in order.OrderActivityCollection ?? [])
        {
            if (activity is { ActivityType: not (null or "EXECUTION") } or { ExecutionType: not (null or "FILL") }) continue;
            var legs = activity.ExecutionLegs ?? [];
            for (var i = 0; i < legs.Length; i++)
            {
                if (legs[i] is not { Quantity: > 0 and { } quantity, Price: { } price }) continue;
                // What remained after it names an execution without an id: it shrinks with each.
                var name = activity.ActivityId is { } id ? $"{id}" : $"left{activity.OrderRemainingQuantity ?? 0:0.####}";
                fills.Add(new Fill(
                    string.Create(CultureInfo.InvariantCulture, $"{IdOf(order)}-{name}{(i == 0 ? "" : $"-{i}")}"),
                    side, quantity, Price.FromDecimal(price), 0, SchwabTime.Read(legs[i].Time) ?? fallback));
            }
        }
        fills.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        return fills.ToImmutable();
    }

    public static bool IsReplaced(WireOrder order) => order.Status == "REPLACED";

    /// <summary>When the order last changed as far as Schwab tells.</summary>
    public static DateTimeOffset UpdatedAt(WireOrder order)
    {
        var latest = SchwabTime.Read(order.CloseTime) ?? SchwabTime.Read(order.EnteredTime) ?? DateTimeOffset.UnixEpoch;
        foreach (var activity in order.OrderActivityCollection ?? [])
            foreach (var leg in activity.ExecutionLegs ?? [])
                if (SchwabTime.Read(leg.Time) is { } time && time > latest) latest = time;
        return latest;
    }
}
