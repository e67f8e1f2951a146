using System.Collections.Immutable;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Lifecycles;

/// <summary>Finds the lifecycles that a message is for. Every host forwards by this table.</summary>
public static class LifecycleRouting
{
    /// <summary>The name in <c>source</c> of what lifecycles say, and of their inbox.</summary>
    public const string Name = "lifecycles";

    /// <summary>All that lifecycles listen to.</summary>
    public static ImmutableArray<EventPattern> Hears { get; } =
    [
        EventNames.EntrySignaled, EventNames.ExitSignaled,
        EventNames.TradeApproved, EventNames.TradeDenied, EventNames.TradingHalted,
        EventNames.ExitRequested, EventNames.StopMoved,
        "orders.order.*", EventNames.OrderCancelOrdered, EventNames.OrderReplaceOrdered, EventNames.OrderChangeRefused,
        EventNames.OrderReported, EventNames.TradeWoken, EventNames.WatchEnded,
    ];

    /// <summary>Whom the message is for, or null when it is for no lifecycle.</summary>
    public static LifecycleTarget? TargetOf(Message message) => message.Data switch
    {
        OrderReport e => LifecycleTarget.Of(e.TradeId),
        EntrySignaled e => LifecycleTarget.Of(TradeId.Of(message.Id, e.Plan.SignaledAt, message.Scope)),
        TradeApproved e => LifecycleTarget.Of(e.TradeId),
        TradeDenied e => LifecycleTarget.Of(e.TradeId),
        ExitRequested e => LifecycleTarget.Of(e.TradeId),
        StopMoved e => LifecycleTarget.Of(e.TradeId),
        TradeWoken e => LifecycleTarget.Of(e.TradeId),
        WatchEnded e => LifecycleTarget.Of(e.TradeId),
        OrderEvent e => LifecycleTarget.Of(e.OrderId),
        ExitSignaled => LifecycleTarget.AllTradesIn(message.Scope),
        TradingHalted => LifecycleTarget.AllTradesIn(message.Scope),
        _ => null,
    };
}
