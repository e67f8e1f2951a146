using Trading.MarketData;

namespace Trading.Orders;

/// <summary>What the broker is asked to do.</summary>
/// <remarks>Quantity is in shares, fractions allowed where the broker takes them. Prices are in dollars a share.</remarks>
public sealed record OrderTerms(OrderSide Side, decimal Quantity, OrderType Type, TimeInForce TimeInForce)
{
    /// <summary>The worst price, for limit and stop-limit orders.</summary>
    public Price? LimitPrice { get; init; }

    /// <summary>The price that wakes a stop or stop-limit order.</summary>
    public Price? StopPrice { get; init; }

    /// <summary>The distance of a trailing stop.</summary>
    public Trail? Trail { get; init; }

    /// <summary>Whether the order may also trade before the open and after the close.</summary>
    public bool ExtendedHours { get; init; }

    public static OrderTerms Market(OrderSide side, decimal quantity, TimeInForce timeInForce = TimeInForce.Day) =>
        new(side, quantity, OrderType.Market, timeInForce);

    public static OrderTerms Limit(OrderSide side, decimal quantity, Price limit, TimeInForce timeInForce = TimeInForce.Day) =>
        new(side, quantity, OrderType.Limit, timeInForce) { LimitPrice = limit };

    public static OrderTerms Stop(OrderSide side, decimal quantity, Price stop, TimeInForce timeInForce = TimeInForce.GoodTilCanceled) =>
        new(side, quantity, OrderType.Stop, timeInForce) { StopPrice = stop };

    public static OrderTerms StopLimit(OrderSide side, decimal quantity, Price stop, Price limit, TimeInForce timeInForce = TimeInForce.GoodTilCanceled) =>
        new(side, quantity, OrderType.StopLimit, timeInForce) { StopPrice = stop, LimitPrice = limit };

    public static OrderTerms TrailingStop(OrderSide side, decimal quantity, Trail trail, TimeInForce timeInForce = TimeInForce.GoodTilCanceled) =>
        new(side, quantity, OrderType.TrailingStop, timeInForce) { Trail = trail };

    /// <summary>What is wrong with the terms, or null when they are sound.</summary>
    public string? Problem() => this switch
    {
        { Quantity: <= 0 } => $"the quantity must be above zero, not {Quantity}",
        { Type: OrderType.Limit or OrderType.StopLimit, LimitPrice: null or { IsPositive: false } } => $"a {Type} order needs a limit price above zero",
        { Type: OrderType.Stop or OrderType.StopLimit, StopPrice: null or { IsPositive: false } } => $"a {Type} order needs a stop price above zero",
        { Type: OrderType.TrailingStop, Trail: null } => "a trailing stop needs a trail",
        { Type: OrderType.Market or OrderType.Stop or OrderType.TrailingStop, LimitPrice: not null } => $"a {Type} order has no limit price",
        { Type: OrderType.Market or OrderType.Limit or OrderType.TrailingStop, StopPrice: not null } => $"a {Type} order has no stop price",
        { Type: not OrderType.TrailingStop, Trail: not null } => $"a {Type} order has no trail",
        { Type: OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop, TimeInForce: not (TimeInForce.Day or TimeInForce.GoodTilCanceled) } =>
            $"a {Type} order rests, so it is good for the day or until canceled, not {TimeInForce}",
        { Type: OrderType.Market, TimeInForce: TimeInForce.GoodTilCanceled } => "a market order does not rest until canceled",
        { ExtendedHours: true } and not { Type: OrderType.Limit, TimeInForce: TimeInForce.Day } => "only a limit order for the day trades in extended hours",
        _ => null,
    };
}
