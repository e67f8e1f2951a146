using Trading.Lifecycles;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Runtime.Lifecycles;

/// <summary>Sees every transition and every fill, in the order they happen.</summary>
public interface ILifecycleObserver
{
    void OnTransition(Trade trade, in Transition<TradeState> transition);

    void OnTransition(Order order, in Transition<OrderState> transition);

    void OnFill(Order order, Fill fill);
}
