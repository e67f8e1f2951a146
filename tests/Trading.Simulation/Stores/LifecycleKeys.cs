using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Where those who look on find trades and orders.</summary>
internal static class LifecycleKeys
{
    public static StateKey KeyOf(TradeId id) => new("trade", id.Value);

    public static StateKey KeyOf(OrderId id) => new("order", id.Value);
}
