using System.Collections.Immutable;
using System.Globalization;
using Alpaca.Markets;
using Trading.MarketData;
using Trading.Orders;
using Side = Trading.Orders.OrderSide;

namespace Trading.Alpaca.Orders;

/// <summary>The executions of orders, as our fills.</summary>
/// <remarks>
/// The stream names an execution by an id that the account's activities do not have. What both have is the order's count of
/// filled shares after it, which grows with each, so that the order and this count name an execution wherever it is heard of.
/// </remarks>
internal static class Executions
{
    public static string IdOf(Guid order, decimal total) => string.Create(CultureInfo.InvariantCulture, $"{order:N}@{total / 1.0000000000000000000000000000m}");

    public static Fill? Of(ITradeUpdate update, Side side) => update is { TradeQuantity: { } quantity and > 0, Price: { } price }
        ? new Fill(IdOf(update.Order.OrderId, update.Order.FilledQuantity), side, quantity, Price.FromDecimal(price), 0, Utc(update.TimestampUtc))
        : null;

    /// <summary>The fills of one order among the account's activities, oldest first.</summary>
    public static ImmutableArray<Fill> Of(Guid order, Side side, IEnumerable<IAccountActivity> activities) =>
    [
        .. activities
            .Where(activity => activity.OrderId == order && activity is { Quantity: > 0, Price: not null, CumulativeQuantity: not null })
            .OrderBy(activity => activity.CumulativeQuantity)
            .DistinctBy(activity => activity.CumulativeQuantity)
            .Select(activity => new Fill(
                IdOf(order, activity.CumulativeQuantity!.Value), side, activity.Quantity!.Value, Price.FromDecimal(activity.Price!.Value), 0,
                Utc(activity.TransactionTimeUtc ?? activity.ActivityDateTimeUtc))),
    ];

    public static DateTimeOffset Utc(DateTime? time) =>
        time is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : default;
}
