using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Wire;

namespace Trading.Runtime.Brokers.Schwab.Orders;

/// <summary>Our orders in Schwab's form, and back. Each row is one word of theirs for one of ours.</summary>
internal static class SchwabOrderForm
{
    /// <summary>An order with what is attached: alone SINGLE; with one TRIGGER; with two TRIGGER of an OCO.</summary>
    public static WireOrder Of(Symbol symbol, OrderTerms terms, ImmutableArray<OrderTerms> attached) => attached.Length switch
    {
        0 => Of(symbol, terms),
        1 => Of(symbol, terms) with { OrderStrategyType = "TRIGGER", ChildOrderStrategies = [Of(symbol, attached[0])] },
        _ => Of(symbol, terms) with
        {
            OrderStrategyType = "TRIGGER",
            ChildOrderStrategies = [new WireOrder { OrderStrategyType = "OCO", ChildOrderStrategies = [.. attached.Select(one => Of(symbol, one))] }],
        },
    };

    /// <summary>Why Schwab has no such order, or null when it has.</summary>
    public static string? Problem(OrderTerms terms) => terms switch
    {
        { TimeInForce: TimeInForce.AtTheOpen } => "Schwab's API takes no orders for the opening auction",
        { Type: not (OrderType.Market or OrderType.Limit), TimeInForce: TimeInForce.AtTheClose } => "only market and limit orders go into the closing auction",
        { Quantity: var quantity } when quantity != decimal.Truncate(quantity) => "Schwab's API trades whole shares only",
        _ => null,
    };

    /// <summary>The terms of an order at Schwab, or null where they are none of ours.</summary>
    public static OrderTerms? TermsOf(WireOrder order)
    {
        if (order.OrderLegCollection is not [{ Instruction: { } instruction } leg] || SideOf(instruction) is not { } side) return null;
        var quantity = order.Quantity ?? leg.Quantity ?? 0;
        var isClose = order.OrderType is "MARKET_ON_CLOSE" or "LIMIT_ON_CLOSE";
        var life = isClose ? TimeInForce.AtTheClose : order.Duration switch
        {
            "DAY" => TimeInForce.Day,
            "GOOD_TILL_CANCEL" => TimeInForce.GoodTilCanceled,
            "IMMEDIATE_OR_CANCEL" => TimeInForce.ImmediateOrCancel,
            "FILL_OR_KILL" => TimeInForce.FillOrKill,
            _ => (TimeInForce?)null,
        };
        OrderType? type = order.OrderType switch
        {
            "MARKET" or "MARKET_ON_CLOSE" => OrderType.Market,
            "LIMIT" or "LIMIT_ON_CLOSE" => OrderType.Limit,
            "STOP" => OrderType.Stop,
            "STOP_LIMIT" => OrderType.StopLimit,
            "TRAILING_STOP" => OrderType.TrailingStop,
            _ => null,
        };
        if (life is null || type is null) return null;
        return new OrderTerms(side, quantity, type.Value, life.Value)
        {
            LimitPrice = type is OrderType.Limit or OrderType.StopLimit && order.Price is { } limit ? Price.FromDecimal(limit) : null,
            StopPrice = type is OrderType.Stop or OrderType.StopLimit && order.StopPrice is { } stop ? Price.FromDecimal(stop) : null,
            Trail = type is OrderType.TrailingStop && order.StopPriceOffset is > 0 and { } offset
                ? order.StopPriceLinkType == "PERCENT" ? Trail.OfPercent(offset) : Trail.OfAmount(Price.FromDecimal(offset))
                : null,
            ExtendedHours = order.Session is "SEAMLESS" or "AM" or "PM",
        };
    }

    /// <summary>Schwab writes the class of a share behind a slash: BRK/B.</summary>
    public static string SymbolText(Symbol symbol) => symbol.Value.Replace('.', '/');

    public static bool TrySymbol(string? text, out Symbol symbol) => Symbol.TryParse(text?.Replace('/', '.'), out symbol);

    private static WireOrder Of(Symbol symbol, OrderTerms terms) => new()
    {
        Session = terms.ExtendedHours ? "SEAMLESS" : "NORMAL",
        Duration = terms.TimeInForce switch
        {
            TimeInForce.Day or TimeInForce.AtTheClose => "DAY",
            TimeInForce.GoodTilCanceled => "GOOD_TILL_CANCEL",
            TimeInForce.ImmediateOrCancel => "IMMEDIATE_OR_CANCEL",
            TimeInForce.FillOrKill => "FILL_OR_KILL",
            _ => throw new ArgumentException($"Schwab has no order with time in force {terms.TimeInForce}.", nameof(terms)),
        },
        OrderType = (terms.Type, terms.TimeInForce) switch
        {
            (OrderType.Market, TimeInForce.AtTheClose) => "MARKET_ON_CLOSE",
            (OrderType.Limit, TimeInForce.AtTheClose) => "LIMIT_ON_CLOSE",
            (OrderType.Market, _) => "MARKET",
            (OrderType.Limit, _) => "LIMIT",
            (OrderType.Stop, _) => "STOP",
            (OrderType.StopLimit, _) => "STOP_LIMIT",
            (OrderType.TrailingStop, _) => "TRAILING_STOP",
            _ => throw new ArgumentException($"Schwab has no order of type {terms.Type}.", nameof(terms)),
        },
        Price = terms.LimitPrice?.ToDecimal() is { } limit ? Plain(limit) : null,
        StopPrice = terms.StopPrice?.ToDecimal() is { } stop ? Plain(stop) : null,
        StopPriceLinkBasis = terms.Trail is null ? null : "LAST",
        StopPriceLinkType = terms.Trail is null ? null : terms.Trail.Percent is null ? "VALUE" : "PERCENT",
        StopPriceOffset = terms.Trail is { } trail ? Plain(trail.Amount?.ToDecimal() ?? trail.Percent!.Value) : null,
        OrderStrategyType = "SINGLE",
        OrderLegCollection = [new WireOrderLeg(InstructionOf(terms.Side), Plain(terms.Quantity), new WireInstrument(SymbolText(symbol), "EQUITY"))],
    };

    private static string InstructionOf(OrderSide side) => side switch
    {
        OrderSide.Buy => "BUY",
        OrderSide.Sell => "SELL",
        OrderSide.SellShort => "SELL_SHORT",
        OrderSide.BuyToCover => "BUY_TO_COVER",
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "Not a side of an order."),
    };

    private static OrderSide? SideOf(string instruction) => instruction switch
    {
        "BUY" => OrderSide.Buy,
        "SELL" => OrderSide.Sell,
        "SELL_SHORT" => OrderSide.SellShort,
        "BUY_TO_COVER" => OrderSide.BuyToCover,
        _ => null,
    };

    /// <summary>Without trailing zeros; Schwab refuses more decimals than the tick has.</summary>
    private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;
}
