namespace Trading.Orders;

/// <summary>What follows from the state of an order.</summary>
public static class OrderStates
{
    public static bool IsEnded(this OrderState state) =>
        state is OrderState.Filled or OrderState.Canceled or OrderState.Rejected or OrderState.Expired;
}
