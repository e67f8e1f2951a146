using Trading.Orders;

namespace Trading.Trades;

/// <summary>What follows from the direction of a trade.</summary>
public static class TradeDirections
{
    /// <summary>Plus one for long, minus one for short.</summary>
    public static int Sign(this TradeDirection direction) => direction == TradeDirection.Long ? 1 : -1;

    public static OrderSide EntrySide(this TradeDirection direction) =>
        direction == TradeDirection.Long ? OrderSide.Buy : OrderSide.SellShort;

    public static OrderSide ExitSide(this TradeDirection direction) =>
        direction == TradeDirection.Long ? OrderSide.Sell : OrderSide.BuyToCover;

    public static TradeDirection Opposite(this TradeDirection direction) =>
        direction == TradeDirection.Long ? TradeDirection.Short : TradeDirection.Long;
}
