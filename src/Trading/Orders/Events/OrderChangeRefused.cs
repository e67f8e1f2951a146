namespace Trading.Orders;

/// <summary>The broker would not cancel or replace the order. The order itself is as it was.</summary>
/// <param name="Code">The name of the broker's outcome; <see cref="NotFound"/> when it surely does not have the order, <see cref="NoLongerOpen"/> when it is over.</param>
public sealed record OrderChangeRefused(OrderId OrderId, OrderChange Change, string Code, string Reason) : OrderEvent(OrderId)
{
    public const string NotFound = "NotFound";
    public const string NoLongerOpen = "NoLongerOpen";
}
