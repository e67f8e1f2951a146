namespace Trading.Orders;

/// <summary>What follows from the side of an order.</summary>
public static class OrderSides
{
    public static bool IsBuy(this OrderSide side) => side is OrderSide.Buy or OrderSide.BuyToCover;

    /// <summary>Plus one for what adds shares, minus one for what takes them away.</summary>
    public static int Sign(this OrderSide side) => side.IsBuy() ? 1 : -1;

    /// <summary>Whether the order opens or adds to a position, rather than closing one.</summary>
    public static bool IsOpening(this OrderSide side) => side is OrderSide.Buy or OrderSide.SellShort;
}
