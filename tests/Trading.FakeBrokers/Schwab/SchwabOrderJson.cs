using System.Globalization;
using System.Text.Json.Nodes;
using Trading.FakeBrokers.Books;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.FakeBrokers.Schwab;

/// <summary>Orders as Schwab writes and reads them.</summary>
internal static class SchwabOrderJson
{
    private const long FirstId = 1_000_000_000;

    public static long IdOf(BookOrder order) => FirstId + order.Number;

    public static long NumberOf(long id) => id - FirstId;

    /// <summary>The order that a body asks for; null and what is wrong with it.</summary>
    public static (BookTicket? Ticket, string Problem) Read(JsonObject body)
    {
        var children = Children(body).ToList();
        if (children.Count > 2) return (null, "at most two orders hang on another");
        if (SymbolOf(body) is not { } symbol || Terms(body) is not { } terms) return (null, "A validation problem with the request.");
        var legs = new List<BookLeg>();
        foreach (var child in children)
        {
            if (SymbolOf(child) != symbol || Terms(child) is not { } attached) return (null, "A validation problem with a child order.");
            legs.Add(new BookLeg(attached.Type == OrderType.Limit ? OrderRole.Target : OrderRole.Stop, attached));
        }
        return (new BookTicket(null, symbol, terms) { Class = (string?)body["orderStrategyType"] ?? "SINGLE", Legs = [.. legs.OrderByDescending(leg => leg.Role)] }, "");
    }

    public static OrderTerms? Terms(JsonObject body)
    {
        if (body["orderLegCollection"]?[0] is not JsonObject leg || Number(leg["quantity"]) is not > 0 and not null) return null;
        var kind = (string?)body["orderType"];
        OrderType? type = kind switch
        {
            "MARKET" or "MARKET_ON_CLOSE" => OrderType.Market,
            "LIMIT" or "LIMIT_ON_CLOSE" => OrderType.Limit,
            "STOP" => OrderType.Stop,
            "STOP_LIMIT" => OrderType.StopLimit,
            "TRAILING_STOP" => OrderType.TrailingStop,
            _ => null,
        };
        OrderSide? side = (string?)leg["instruction"] switch
        {
            "BUY" => OrderSide.Buy,
            "SELL" => OrderSide.Sell,
            "SELL_SHORT" => OrderSide.SellShort,
            "BUY_TO_COVER" => OrderSide.BuyToCover,
            _ => null,
        };
        TimeInForce? life = kind?.EndsWith("_ON_CLOSE", StringComparison.Ordinal) == true ? TimeInForce.AtTheClose : (string?)body["duration"] switch
        {
            "DAY" => TimeInForce.Day,
            "GOOD_TILL_CANCEL" => TimeInForce.GoodTilCanceled,
            "IMMEDIATE_OR_CANCEL" => TimeInForce.ImmediateOrCancel,
            "FILL_OR_KILL" => TimeInForce.FillOrKill,
            _ => null,
        };
        if (type is null || side is null || life is null || (string?)body["session"] is not ("NORMAL" or "AM" or "PM" or "SEAMLESS")) return null;
        var terms = new OrderTerms(side.Value, Number(leg["quantity"])!.Value, type.Value, life.Value)
        {
            LimitPrice = type is OrderType.Limit or OrderType.StopLimit && Number(body["price"]) is { } limit ? Price.FromDecimal(limit) : null,
            StopPrice = type is OrderType.Stop or OrderType.StopLimit && Number(body["stopPrice"]) is { } stop ? Price.FromDecimal(stop) : null,
            Trail = type is OrderType.TrailingStop && Number(body["stopPriceOffset"]) is { } offset
                ? (string?)body["stopPriceLinkType"] == "PERCENT" ? Trail.OfPercent(offset) : Trail.OfAmount(Price.FromDecimal(offset))
                : null,
            ExtendedHours = (string?)body["session"] != "NORMAL",
        };
        return terms.Problem() is null ? terms : null;
    }

    /// <summary>An order with those that hang on it.</summary>
    public static JsonObject Of(BookOrder order)
    {
        var json = Alone(order);
        if (order.Legs.Count == 0) return json;
        json["orderStrategyType"] = "TRIGGER";
        var children = new JsonArray([.. order.Legs.Select(Of)]);
        json["childOrderStrategies"] = order.Legs.Count == 1 ? children : new JsonArray(new JsonObject { ["orderStrategyType"] = "OCO", ["childOrderStrategies"] = children });
        return json;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);

    public static string SymbolText(Symbol symbol) => symbol.Value.Replace('.', '/');

    private static JsonObject Alone(BookOrder order)
    {
        var own = order.Fills.Sum(fill => fill.Quantity);
        var before = order.Filled - own;
        var terms = order.Terms;
        var isClose = terms.TimeInForce == TimeInForce.AtTheClose;
        var json = new JsonObject
        {
            ["session"] = terms.ExtendedHours ? "SEAMLESS" : "NORMAL",
            ["duration"] = terms.TimeInForce switch
            {
                TimeInForce.GoodTilCanceled => "GOOD_TILL_CANCEL",
                TimeInForce.ImmediateOrCancel => "IMMEDIATE_OR_CANCEL",
                TimeInForce.FillOrKill => "FILL_OR_KILL",
                _ => "DAY",
            },
            ["orderType"] = terms.Type switch
            {
                OrderType.Market => isClose ? "MARKET_ON_CLOSE" : "MARKET",
                OrderType.Limit => isClose ? "LIMIT_ON_CLOSE" : "LIMIT",
                OrderType.Stop => "STOP",
                OrderType.StopLimit => "STOP_LIMIT",
                _ => "TRAILING_STOP",
            },
            ["complexOrderStrategyType"] = "NONE",
            ["quantity"] = terms.Quantity - before,
            ["filledQuantity"] = own,
            ["remainingQuantity"] = order.IsOpen ? order.Remaining : 0,
            ["requestedDestination"] = "AUTO",
            ["destinationLinkName"] = "AutoRoute",
            ["orderLegCollection"] = new JsonArray(new JsonObject
            {
                ["orderLegType"] = "EQUITY", ["legId"] = 1,
                ["instrument"] = new JsonObject { ["assetType"] = "EQUITY", ["cusip"] = "000000000", ["symbol"] = SymbolText(order.Symbol), ["instrumentId"] = 1 },
                ["instruction"] = terms.Side switch { OrderSide.Buy => "BUY", OrderSide.Sell => "SELL", OrderSide.SellShort => "SELL_SHORT", _ => "BUY_TO_COVER" },
                ["positionEffect"] = terms.Side.IsOpening() ? "OPENING" : "CLOSING",
                ["quantity"] = terms.Quantity - before,
            }),
            ["orderStrategyType"] = "SINGLE",
            ["orderId"] = IdOf(order),
            ["cancelable"] = order.IsOpen,
            ["editable"] = false,
            ["status"] = StatusOf(order),
            ["enteredTime"] = Time(order.SubmittedAt),
            ["tag"] = "API_FAKE:app",
            ["accountNumber"] = 12345678,
        };
        if (order.Reason.Length > 0) json["statusDescription"] = order.Reason;
        if (terms.LimitPrice is { } limit) json["price"] = limit.ToDecimal();
        if (terms.StopPrice is { } stop) json["stopPrice"] = stop.ToDecimal();
        if (terms.Trail is { } trail)
        {
            json["stopPriceLinkBasis"] = "LAST";
            json["stopPriceLinkType"] = trail.Percent is null ? "VALUE" : "PERCENT";
            json["stopPriceOffset"] = trail.Percent ?? trail.Amount!.Value.ToDecimal();
        }
        if (order.EndedAt is { } ended) json["closeTime"] = Time(ended);
        if (order.Fills.Count > 0) json["orderActivityCollection"] = Activities(order, terms.Quantity - before);
        return json;
    }

    private static JsonArray Activities(BookOrder order, decimal quantity)
    {
        var left = quantity;
        return new JsonArray([.. order.Fills.Select((fill, i) => new JsonObject
        {
            ["activityType"] = "EXECUTION",
            ["activityId"] = (order.Number * 1000) + i,
            ["executionType"] = "FILL",
            ["quantity"] = fill.Quantity,
            ["orderRemainingQuantity"] = left -= fill.Quantity,
            ["executionLegs"] = new JsonArray(new JsonObject
            {
                ["legId"] = 1, ["quantity"] = fill.Quantity, ["mismarkedQuantity"] = 0, ["price"] = fill.Price.ToDecimal(), ["time"] = Time(fill.Time), ["instrumentId"] = 1,
            }),
        })]);
    }

    private static string StatusOf(BookOrder order) => order switch
    {
        { ReplacedBy: not null } => "REPLACED",
        { State: OrderState.PendingSubmission } => "AWAITING_PARENT_ORDER",
        { State: OrderState.Submitted } => "NEW",
        { State: OrderState.Filled } => "FILLED",
        { State: OrderState.Canceled } => "CANCELED",
        { State: OrderState.Rejected } => "REJECTED",
        { State: OrderState.Expired } => "EXPIRED",
        { Terms.Type: OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop, Filled: 0 } => "AWAITING_STOP_CONDITION",
        _ => "WORKING",
    };

    /// <summary>The orders below one: an OCO is only the knot of two.</summary>
    private static IEnumerable<JsonObject> Children(JsonObject body)
    {
        foreach (var child in body["childOrderStrategies"]?.AsArray() ?? [])
        {
            var below = child!.AsObject();
            if (below["orderLegCollection"] is not null) yield return below;
            else foreach (var one in Children(below)) yield return one;
        }
    }

    private static Symbol? SymbolOf(JsonObject body) =>
        Symbol.TryParse(((string?)body["orderLegCollection"]?[0]?["instrument"]?["symbol"])?.Replace('/', '.'), out var symbol) ? (Symbol?)symbol : (Symbol?)null;

    private static decimal? Number(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<decimal>(out var number) => number,
        JsonValue value when value.TryGetValue<string>(out var text) && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
