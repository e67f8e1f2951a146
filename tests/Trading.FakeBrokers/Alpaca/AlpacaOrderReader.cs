using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Trading.FakeBrokers.Books;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>Reads the orders that a client posts, and refuses what Alpaca refuses.</summary>
internal static class AlpacaOrderReader
{
    public static (BookTicket? Ticket, AlpacaError? Error) Read(JsonElement json)
    {
        if (!Symbol.TryParse(Word(json, "symbol"), out var symbol)) return Invalid("symbol is required");
        if (Number(json, "qty") is not { } quantity || quantity <= 0) return Invalid("qty or notional is required");
        if (Word(json, "side") is not ("buy" or "sell")) return Invalid("invalid side");
        if (AlpacaWords.Type(Word(json, "type")) is not { } type) return Invalid("invalid type");
        if (AlpacaWords.Life(Word(json, "time_in_force")) is not { } life) return Invalid("invalid time_in_force");
        var side = Word(json, "position_intent") switch
        {
            "buy_to_close" => OrderSide.BuyToCover,
            "sell_to_open" => OrderSide.SellShort,
            _ => Word(json, "side") == "buy" ? OrderSide.Buy : OrderSide.Sell,
        };
        var kind = Word(json, "order_class") ?? "simple";
        if (kind == "oco" && type != OrderType.Limit) return Invalid("oco orders must be limit orders");
        if (kind == "oco") type = OrderType.Limit;
        var terms = new OrderTerms(side, quantity, type, life)
        {
            LimitPrice = Price(json, "limit_price"),
            StopPrice = Price(json, "stop_price"),
            Trail = Trail(json),
            ExtendedHours = json.TryGetProperty("extended_hours", out var extended) && extended.ValueKind == JsonValueKind.True,
        };
        var legs = Legs(json, terms, out var limit);
        if (kind == "oco") terms = terms with { LimitPrice = limit ?? terms.LimitPrice };
        if (Problem(kind, terms, legs) is { } problem) return Invalid(problem);
        return (new BookTicket(Word(json, "client_order_id"), symbol, terms) { Class = kind, Legs = legs, IsPair = kind == "oco", SaysSide = Word(json, "position_intent") is not null }, null);
    }

    /// <summary>The terms of an order after a PATCH: what is not named stays.</summary>
    public static (string? ClientOrderId, OrderTerms Terms) ReadChange(JsonElement json, OrderTerms terms) => (Word(json, "client_order_id"), terms with
    {
        Quantity = Number(json, "qty") ?? terms.Quantity,
        TimeInForce = AlpacaWords.Life(Word(json, "time_in_force")) ?? terms.TimeInForce,
        LimitPrice = Price(json, "limit_price") ?? terms.LimitPrice,
        StopPrice = Price(json, "stop_price") ?? terms.StopPrice,
    });

    private static string? Problem(string kind, OrderTerms terms, ImmutableArray<BookLeg> legs)
    {
        var fractional = decimal.Truncate(terms.Quantity) != terms.Quantity;
        if (fractional && terms.TimeInForce != TimeInForce.Day) return "fractional orders must be DAY orders";
        if ((SubPenny(terms.LimitPrice) ?? SubPenny(terms.StopPrice)) is { } price) return $"invalid limit_price {price}. sub-penny increment does not fulfill minimum pricing criteria";
        switch (kind)
        {
            case "simple":
                return legs.Length == 0 ? null : "take_profit and stop_loss need an order_class";
            case "bracket" or "oto" or "oco":
                if (terms.TimeInForce is not (TimeInForce.Day or TimeInForce.GoodTilCanceled)) return $"invalid time_in_force for {kind} order";
                if (terms.ExtendedHours) return "complex orders not supported for extended hours trading";
                if (fractional) return "fractional orders must be simple orders";
                if (terms.Type is not (OrderType.Market or OrderType.Limit)) return $"{kind} orders must be market or limit orders";
                var wanted = kind == "bracket" ? 2 : 1;
                return legs.Length == wanted ? null : $"{kind} orders require {wanted} of take_profit and stop_loss";
            default:
                return "invalid order_class";
        }
    }

    private static ImmutableArray<BookLeg> Legs(JsonElement json, OrderTerms parent, out Price? limit)
    {
        limit = null;
        var legs = ImmutableArray.CreateBuilder<BookLeg>();
        var side = parent.Side.IsBuy() ? OrderSide.Sell : OrderSide.BuyToCover;
        if (json.TryGetProperty("take_profit", out var profit) && profit.ValueKind == JsonValueKind.Object && Price(profit, "limit_price") is { } target)
        {
            // An OCO is itself the take-profit order.
            if (Word(json, "order_class") == "oco") limit = target;
            else legs.Add(new BookLeg(OrderRole.Target, OrderTerms.Limit(side, parent.Quantity, target, parent.TimeInForce)));
        }
        if (json.TryGetProperty("stop_loss", out var loss) && loss.ValueKind == JsonValueKind.Object && Price(loss, "stop_price") is { } stop)
        {
            legs.Add(new BookLeg(OrderRole.Stop, Price(loss, "limit_price") is { } worst
                ? OrderTerms.StopLimit(side, parent.Quantity, stop, worst, parent.TimeInForce)
                : OrderTerms.Stop(side, parent.Quantity, stop, parent.TimeInForce)));
        }
        return legs.ToImmutable();
    }

    private static Price? SubPenny(Price? price) => price is { } given && given != given.RoundDown(given.TickSize()) ? given : null;

    private static Trail? Trail(JsonElement json) =>
        Price(json, "trail_price") is { } amount ? Orders.Trail.OfAmount(amount)
        : Number(json, "trail_percent") is { } percent ? Orders.Trail.OfPercent(percent)
        : null;

    private static string? Word(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Price? Price(JsonElement json, string name) => Number(json, name) is { } dollars ? MarketData.Price.FromDecimal(dollars) : null;

    /// <summary>Clients may send a number as a JSON string or as a JSON number.</summary>
    private static decimal? Number(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value)) return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static (BookTicket?, AlpacaError?) Invalid(string words) => (null, AlpacaErrors.Invalid(words));
}
